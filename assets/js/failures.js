// What never reached the server, or came back refused, is said on the page: Gradio would say it in English, or not at
// all. The sentences are in #failure, one for each kind.

// Gradio's requests that carry an event there and its answer back.
const EVENT = /\/queue\/(join|data)|\/run\//;
const KINDS = {403: "refused", 413: "too_large", 429: "waiting", 503: "busy"};
let isLeaving = false;
addEventListener("pagehide", () => { isLeaving = true; });
addEventListener("pageshow", () => { isLeaving = false; });

const show = (kind) => {
  const box = document.querySelector("#failure");
  if (!box || isLeaving) return;
  document.documentElement.dataset.failed = kind;
  // Gradio reloads the page as soon as the server answers again.
  if (kind === "connection") sentimotion.keepTyped();
  for (const line of box.querySelectorAll("[data-failure]")) line.hidden = line.dataset.failure !== kind;
};
const clear = () => { delete document.documentElement.dataset.failed; };

// An answer comes in pieces; the connection may end between two of them.
const watchPieces = async (stream) => {
  const reader = stream.getReader();
  try {
    while (!(await reader.read()).done);
  } catch (error) {
    if (error.name !== "AbortError") show("connection");
  }
};

const watched = (address, response) => {
  if (!response.ok) {
    show(KINDS[response.status] ?? "other");
    return response;
  }
  if (address.includes("/queue/join")) clear();
  if (!response.body || !address.includes("/queue/data")) return response;
  const [pieces, copy] = response.body.tee();
  watchPieces(copy);
  return new Response(pieces, response);
};

const send = window.fetch;
window.fetch = async (...request) => {
  const address = String(request[0]?.url ?? request[0]);
  if (!EVENT.test(address)) return send(...request);
  let response;
  try {
    response = await send(...request);
  } catch (error) {
    if (error.name !== "AbortError") show("connection");
    throw error;
  }
  return watched(address, response);
};
document.addEventListener("click", (event) => {
  if (sentimotion.near(event, "#failure [data-dismiss]")) clear();
});
