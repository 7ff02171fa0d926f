"""File transfer between the browser and the server: uploads from a dialog, and downloads."""

from typing import Final

import gradio as gr

# Not gr.File: its text is not translated to Bangla, and uploads stay on the server's disk.
_SCRIPT: Final = """
document.addEventListener("change", (event) => {
  const field = event.target;
  if (field.id !== "score-file" || !field.files.length) return;
  const file = field.files[0];
  const status = field.closest(".file-choice").querySelector("[role=status]");
  const before = [...status.childNodes];
  status.restore = () => status.replaceChildren(...before);
  status.textContent = field.dataset.reading;
  // Until this file is received, scoring would use the previous one.
  field.disabled = true;
  for (const part of document.querySelectorAll("#score-column, #score-run")) part.inert = true;
  field.value = "";  // so that the same file can be chosen again
  if (file.size > Number(field.dataset.limit)) {
    trigger("file", {name: file.name, size: file.size});
    return;
  }
  const reader = new FileReader();
  reader.onload = () => trigger("file", {name: file.name, content: reader.result.split(",")[1] || ""});
  reader.onerror = () => trigger("file", {name: file.name});
  reader.readAsDataURL(file);
});
"""
RECEIVED: Final = """() => {
  const field = document.querySelector("#score-file");
  const status = field.closest(".file-choice").querySelector("[role=status]");
  // If the same file was chosen again, Gradio has not redrawn the status.
  if (status.textContent === field.dataset.reading) status.restore();
  field.disabled = false;
  for (const part of document.querySelectorAll("#score-column, #score-run")) part.inert = false;
  if (document.activeElement === document.body) field.focus({preventScroll: true});
}"""
"""Run after a file is received: enables choosing another file and scoring."""
SAVE: Final = """(file) => {
  if (!file) return;
  const bytes = Uint8Array.from(atob(file.content), (character) => character.charCodeAt(0));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([bytes], {type: file.type}));
  link.download = file.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}"""
"""Saves a file: ``name``, ``type``, ``content`` in base64."""


def build_file_events() -> gr.HTML:
    """Invisible component with the event file (name, and content in base64 or size)."""
    return gr.HTML("", js_on_load=_SCRIPT, elem_id="score-browser-events")
