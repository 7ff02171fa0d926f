// The only global name, and what several files use. Loaded first; each other file runs in a scope of its own.

window.sentimotion = {
  HEADS: ["sentiment", "emotion"],

  // The closest element around an event's target, or null. The target may be the document, which has no closest().
  near: (event, selector) => (event.target.closest ? event.target.closest(selector) : null),

  // Gradio mounts the parts of a tab one after the other, so an element may come some frames later.
  whenMounted(selector, act) {
    const element = document.querySelector(selector);
    if (element) act(element);
    else requestAnimationFrame(() => sentimotion.whenMounted(selector, act));
  },

  // Whether an element can be seen; checkVisibility() is young.
  isVisible(element) {
    if (element.checkVisibility) return element.checkVisibility({visibilityProperty: true});
    return element.getClientRects().length > 0 && getComputedStyle(element).visibility !== "hidden";
  },

  // Intl names digits by language; the page has two.
  formatNumber: (number) => new Intl.NumberFormat(document.documentElement.lang === "bn" ? "bn" : "en").format(number),

  // Values kept by the browser, as text; a browser may forbid it.
  readStored(storage, key) {
    try { return window[storage].getItem(key); } catch { return null; }
  },
  store(storage, key, value) {
    try {
      if (value === null) window[storage].removeItem(key);
      else window[storage].setItem(key, value);
    } catch { /* then only until the page is left */ }
  },
};
