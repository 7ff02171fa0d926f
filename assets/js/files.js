// Files from the page to the visitor's disk, and from there to Score.

sentimotion.download = (name, blob) => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
};
// A file from the server, in JSON: its name, type, and content in base64.
sentimotion.saveFile = (given) => {
  if (!given) return;
  const file = JSON.parse(given);
  const bytes = Uint8Array.from(atob(file.content), (character) => character.charCodeAt(0));
  sentimotion.download(file.name, new Blob([bytes], {type: file.type}));
};

// Until a chosen file is received, scoring would use the previous one.
const setUsable = (isUsable) => {
  for (const part of document.querySelectorAll("#score-column, #score-run")) part.inert = !isUsable;
};
const statusOf = (field) => field.closest(".file-choice").querySelector("[role=status]");
let restoreStatus = () => {};
let trigger = () => {};

// The invisible component with the event file: name, and content in base64 or size.
sentimotion.forwardFiles = (given) => { trigger = given; };

const begin = (field) => {
  const status = statusOf(field);
  const before = [...status.childNodes];
  restoreStatus = () => status.replaceChildren(...before);
  status.textContent = field.dataset.reading;
  field.disabled = true;
  setUsable(false);
};
const take = (field, file) => {
  begin(field);
  if (file.size > Number(field.dataset.limit)) {
    trigger("file", {name: file.name, size: file.size});
    return;
  }
  const reader = new FileReader();
  reader.addEventListener("load", () =>
    trigger("file", {name: file.name, content: reader.result.split(",")[1] || ""}));
  reader.addEventListener("error", () => trigger("file", {name: file.name}));
  reader.readAsDataURL(file);
};
document.addEventListener("change", (event) => {
  const field = event.target;
  if (field.id !== "score-file" || !field.files.length) return;
  take(field, field.files[0]);
  field.value = "";  // so that the same file can be chosen again
});
document.addEventListener("click", (event) => {
  const button = sentimotion.near(event, "[data-sample]"), field = document.querySelector("#score-file");
  if (!button || field.disabled) return;
  begin(field);
  trigger("file", {name: button.dataset.sample, content: button.dataset.content});
});
// A file dropped anywhere on the page: without this the browser would leave the page for it.
const isFile = (event) => event.dataTransfer?.types.includes("Files");
document.addEventListener("dragover", (event) => { if (isFile(event)) event.preventDefault(); });
document.addEventListener("drop", (event) => {
  if (!isFile(event)) return;
  event.preventDefault();
  const field = document.querySelector("#score-file"), file = event.dataTransfer.files[0];
  if (file && field && sentimotion.isVisible(field.closest(".file-choice")) && !field.disabled) take(field, file);
});

// After a file is received: another can be chosen, and this one scored.
sentimotion.fileReceived = () => {
  const field = document.querySelector("#score-file");
  // If the same file was chosen again, Gradio has not redrawn the status.
  if (statusOf(field).textContent === field.dataset.reading) restoreStatus();
  field.disabled = false;
  setUsable(true);
  if (document.activeElement === document.body) field.focus({preventScroll: true});
};
