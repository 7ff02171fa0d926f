// Light or dark: the system's choice until the visitor's own, which this browser keeps.

const KEY = "sentimotion-theme";
const system = matchMedia("(prefers-color-scheme: dark)");

const apply = () => {
  const theme = sentimotion.readStored("localStorage", KEY);
  if (theme) document.body.classList.toggle("dark", theme === "dark");
};
if (document.body) apply();  // before anything is drawn
// Called when the switch is mounted: by then Gradio has applied the system's choice, and listens for its changes,
// so the visitor's choice is applied after it. Added again, a listener is still called once.
sentimotion.keepTheme = () => {
  apply();
  system.addEventListener("change", apply);
};
document.addEventListener("click", (event) => {
  if (!sentimotion.near(event, "[data-theme-switch]")) return;
  const theme = document.body.classList.contains("dark") ? "light" : "dark";
  sentimotion.store("localStorage", KEY, theme);
  document.body.classList.toggle("dark", theme === "dark");
});
