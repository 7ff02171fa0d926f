// <details data-keep="name"> that the visitor has opened stay open when they are redrawn.

const opened = new Set();
document.addEventListener("toggle", (event) => {
  const name = event.target.dataset && event.target.dataset.keep;
  if (name && event.target.isConnected) opened[event.target.open ? "add" : "delete"](name);
}, true);

// Drawn anew, an element has no data-seen.
sentimotion.restoreDetails = (region) => {
  for (const details of region.querySelectorAll("details[data-keep]:not([data-seen])")) {
    details.dataset.seen = "";
    details.open = opened.has(details.dataset.keep);
  }
};
// For a component whose value holds details.
sentimotion.keepDetails = (element, watch) => {
  sentimotion.restoreDetails(element);
  watch("value", () => sentimotion.restoreDetails(element));
};
