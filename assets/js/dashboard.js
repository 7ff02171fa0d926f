// Review, the dashboard: forwards presses as the events wanted, cell and export (format) of an invisible component.

let trigger = () => {};
let opener = "", isAsked = false;

const inDashboard = (event, selector) => sentimotion.near(event, "#review-lead " + selector);
const percent = (field) => sentimotion.formatNumber(field.value) + "%";
document.addEventListener("input", (event) => {
  const field = event.target;
  if (field.id !== "review-wanted") return;
  field.setAttribute("aria-valuetext", percent(field));
  field.parentElement.querySelector("output").textContent = percent(field);
});
document.addEventListener("change", (event) => {
  if (event.target.id === "review-wanted") trigger("wanted");
});
document.addEventListener("click", (event) => {
  const cell = inDashboard(event, "[data-cell]"), file = inDashboard(event, "[data-export]");
  const ask = (name) => { event.target.closest("#review-lead").dataset.asked = name; trigger("cell"); };
  if (cell) { isAsked = true; opener = cell.dataset.cell; ask(opener); }
  if (inDashboard(event, "[data-close]")) {
    ask("");
    const button = document.querySelector(`#review-lead [data-cell="${opener}"]`);
    if (button) button.focus();
  }
  if (file) trigger("export", {format: file.dataset.export});
});

const settle = () => {
  const dashboard = document.querySelector("#review-lead");
  if (!dashboard) return;
  sentimotion.restoreDetails(dashboard);
  // After a cell was opened, the focus moves to its texts.
  const items = dashboard.querySelector(".review-items");
  if (!isAsked || !items || items.dataset.items !== opener) return;
  isAsked = false;
  items.focus();
};
const observer = new MutationObserver(settle);

sentimotion.forwardDashboard = (given) => {
  trigger = given;
  sentimotion.whenMounted("#review-lead", (dashboard) => {
    observer.disconnect();
    observer.observe(dashboard, {childList: true, subtree: true, attributeFilter: ["data-items"]});
    settle();
  });
};
// The precision asked for and the pressed cell, read when their events are sent.
sentimotion.wantedPrecision = (state, turn) =>
  [state, turn, document.querySelector("#review-wanted").value];
sentimotion.pressedCell = (state, turn) =>
  [state, turn, document.querySelector("#review-lead").dataset.asked];
