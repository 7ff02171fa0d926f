// Texts elsewhere on the page that open in Analyze, such as rows of a scored file.

document.addEventListener("click", (event) => {
  const button = sentimotion.near(event, "[data-open-text]");
  if (!button) return;
  document.querySelector('#tabs [data-tab-id="analyze-tab"]').click();
  const box = document.querySelector("#text textarea");
  box.value = button.dataset.openText;
  box.dispatchEvent(new Event("input", {bubbles: true}));
  // Gradio takes over the value in the same turn of the browser.
  setTimeout(() => {
    document.querySelector("#analyze").click();
    box.focus();
  });
});
