(() => {
  "use strict";
  const doc = document, root = doc.documentElement, body = doc.body;
  const id = (name) => doc.getElementById(name);
  const pop = id("pop"), help = id("help"), tools = id("tools");
  const state = { view: "both", sents: false, veil: false, theme: "" };
  let place = "", current = 0, numbered = false, shownFor = null;
  const views = ["both", "original", "translation"];
  const note = '[role="doc-noteref"]', told = ".row .t, .row " + note;
  const narrow = () => matchMedia("(max-width: 45rem)").matches;

  function read() {
    const parts = location.hash.slice(1).split("~");
    place = /^[a-z]+\d*$/.test(parts[0]) ? parts[0] : "";
    state.view = views.find((view) => parts.includes(view)) || "both";
    state.sents = parts.includes("sentences");
    state.veil = parts.includes("hidden");
    state.theme = parts.includes("dark") ? "dark" : parts.includes("light") ? "light" : "";
  }
  function save() {
    const flags = [state.view === "both" ? "" : state.view, state.sents ? "sentences" : "", state.veil ? "hidden" : "",
      state.theme].filter(Boolean);
    try { history.replaceState(null, "", "#" + [place, ...flags].join("~")); } catch { /* the address stays */ }
  }
  function show() {
    if (state.theme) root.dataset.theme = state.theme; else delete root.dataset.theme;
    if (state.sents && !numbered) {
      numbered = true;
      for (const row of doc.querySelectorAll(".row > div")) {
        let at = 0;
        for (const one of row.querySelectorAll(".s")) one.style.setProperty("--at", ++at);
        const label = row.querySelector(".mark");
        if (label) row.style.setProperty("--lead", `calc(${[...label.textContent].length} * .52em + .4em)`);
      }
    }
    body.classList.toggle("only-src", state.view === "original");
    body.classList.toggle("only-tgt", state.view === "translation");
    body.classList.toggle("sents", state.sents);
    body.classList.toggle("veil", state.veil);
    id("b-view").textContent = { both: "Both", original: "Original", translation: "Translation" }[state.view];
    id("b-sents").setAttribute("aria-pressed", state.sents);
    id("b-veil").setAttribute("aria-pressed", state.veil);
  }
  const dark = () => root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  const top = () => doc.querySelector(".bar").getBoundingClientRect().bottom;

  /* The first sentence on the screen stays where it is, whatever is switched. */
  function anchor() {
    const rows = doc.querySelectorAll(".row");
    let low = 0, high = rows.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (rows[middle].getBoundingClientRect().bottom > top() + 1) high = middle; else low = middle + 1;
    }
    return rows[low];
  }
  function change(what) {
    const row = scrollY > 4 ? anchor() : null, before = row && row.getBoundingClientRect().top;
    what(); show(); save(); hidePop();
    if (row) scrollBy(0, row.getBoundingClientRect().top - before);
  }
  const actions = {
    view: () => change(() => { state.view = views[(views.indexOf(state.view) + 1) % 3]; }),
    sents: () => change(() => { state.sents = !state.sents; }),
    veil: () => change(() => { state.veil = !state.veil; for (const one of doc.querySelectorAll(".seen")) one.classList.remove("seen"); }),
    theme: () => change(() => { state.theme = dark() ? "light" : "dark"; }),
    help: () => { help.hidden = !help.hidden; if (!help.hidden) id("b-close").focus(); },
  };

  /* Sentences and their partners. */
  const pair = (number) => [id("s" + number), id("t" + number)].filter(Boolean);
  const numberOf = (one) => one ? Number(one.id.slice(1)) : 0;
  function mark(number, name) {
    for (const one of doc.querySelectorAll(".s." + name)) one.classList.remove(name);
    for (const one of pair(number)) one.classList.add(name);
  }
  const visible = (one) => one && one.getClientRects().length > 0;
  function go(number, block) {
    const there = pair(number);
    if (!there.length) return;
    current = number;
    mark(number, "on"); mark(number, "cur");
    const one = there.find(visible) || there[0];
    const box = one.getBoundingClientRect();
    if (block || box.top < top() + 8 || box.bottom > innerHeight - 24) one.scrollIntoView({ block: block || (box.top < top() + 8 ? "start" : "center") });
    place = "s" + number; save();
  }
  function here() {
    const one = pair(current).find(visible);
    if (one) { const box = one.getBoundingClientRect(); if (box.bottom > top() && box.top < innerHeight) return current; }
    const row = anchor();
    return row ? numberOf(row.querySelector(".s")) - 1 : 0;
  }

  /* Terms and their entries. */
  function light(term) {
    for (const one of doc.querySelectorAll(".t.lit")) one.classList.remove("lit");
    if (!term) return;
    const sentence = term.closest(".s");
    if (!sentence) return;
    for (const half of pair(numberOf(sentence)))
      for (const one of half.querySelectorAll(".t")) if (one.hash === term.hash) one.classList.add("lit");
    mark(numberOf(sentence), "on");
  }
  function showPop(term) {
    const entry = id(term.hash.slice(1));
    if (!entry) return;
    light(term); shownFor = term;
    const copies = term.matches(note) ? [...entry.querySelectorAll("p")].map((one) => one.cloneNode(true)) : [entry.cloneNode(true)];
    for (const copy of copies) {
      for (const one of [copy, ...copy.querySelectorAll("[id]")]) one.removeAttribute("id");
      for (const more of copy.querySelectorAll(".more, .back")) more.remove();
    }
    pop.replaceChildren(...copies);
    pop.hidden = false;
    term.setAttribute("aria-describedby", "pop");
    if (narrow()) {
      const hidden = term.getBoundingClientRect().bottom + 40 - pop.getBoundingClientRect().top;
      if (hidden > 0) scrollBy(0, hidden);
      return;
    }
    const box = term.getClientRects()[0], size = pop.getBoundingClientRect();
    if (!box) return;
    pop.style.left = Math.max(16, Math.min(box.left, innerWidth - size.width - 16)) + "px";
    pop.style.top = (box.bottom + size.height + 14 > innerHeight ? box.top - size.height - 8 : box.bottom + 8) + "px";
  }
  function hidePop() {
    if (shownFor) shownFor.removeAttribute("aria-describedby");
    pop.hidden = true; shownFor = null; light(null);
  }
  function nextTerm(step) {
    const column = state.view === "translation" ? ".tgt" : ".src";
    const all = [...doc.querySelectorAll(".row " + column + " .t")];
    if (!all.length) return;
    let at = all.indexOf(doc.activeElement);
    if (at < 0) {
      const from = here();
      const after = all.findIndex((one) => numberOf(one.closest(".s")) > from);
      at = step > 0 ? (after < 0 ? all.length : after) - 1 : after < 0 ? all.length : after;
    }
    const term = all[(at + step + all.length) % all.length];
    go(numberOf(term.closest(".s")));
    const box = term.getBoundingClientRect();
    if (box.top < top() + 8 || box.bottom > innerHeight - 24) term.scrollIntoView({ block: "center" });
    term.focus({ preventScroll: true });
    showPop(term);
  }

  doc.addEventListener("mouseover", (event) => {
    const sentence = event.target.closest(".s"), term = event.target.closest(told);
    if (sentence) mark(numberOf(sentence), "on");
    if (term) showPop(term); else if (shownFor && !event.target.closest("#pop") && doc.activeElement !== shownFor) hidePop();
  });
  doc.addEventListener("focusin", (event) => { const term = event.target.closest(told); if (term) showPop(term); });
  doc.addEventListener("focusout", (event) => { if (event.target === shownFor) hidePop(); });
  doc.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-do]");
    if (button) { actions[button.dataset.do](); return; }
    const hidden = state.veil && event.target.closest(".tgt");
    if (hidden && hidden.querySelector(".s:not(.seen)")) {
      const one = event.target.closest(".s");
      for (const each of one ? [one] : hidden.querySelectorAll(".s")) each.classList.add("seen");
      event.preventDefault(); return;
    }
    const term = event.target.closest(".row .t");
    if (term) { event.preventDefault(); term.focus({ preventScroll: true }); showPop(term); return; }
    const link = event.target.closest('a[href^="#"]');
    if (link) {
      event.preventDefault(); hidePop();
      const name = link.hash.slice(1), there = id(name);
      if (/^s\d+$/.test(name)) go(numberOf(there), "center");
      else if (there) { (visible(there) ? there : there.closest(".row") || there).scrollIntoView(); place = name; save(); }
      return;
    }
    if (!event.target.closest("#pop")) hidePop();
    if (!event.target.closest("#help")) help.hidden = true;
    const sentence = event.target.closest(".s");
    if (sentence && !String(getSelection())) go(numberOf(sentence));
  });
  const keys = {
    t: actions.view, s: actions.sents, h: actions.veil, d: actions.theme, "?": actions.help,
    j: () => go(here() + 1), k: () => go(Math.max(1, here() - 1)), "]": () => nextTerm(1), "[": () => nextTerm(-1),
    Enter: () => { if (state.veil) for (const one of pair(current)) one.classList.add("seen"); },
    Escape: () => { hidePop(); help.hidden = true; if (doc.activeElement) doc.activeElement.blur(); mark(0, "on"); mark(0, "cur"); },
  };
  doc.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || (event.altKey && !"[]".includes(event.key))) return;
    const act = keys[event.key];
    const at = event.target instanceof Element ? event.target : body;
    if (!act || at.closest("input, textarea") || (event.key === "Enter" && at.closest("button, summary, a"))) return;
    if (event.key !== "Enter" && event.key !== "Escape") event.preventDefault();
    act();
  });
  addEventListener("scroll", () => { if (shownFor && !narrow()) hidePop(); }, { passive: true });
  addEventListener("hashchange", () => { read(); show(); });
  read(); show();
  tools.hidden = false;
  const there = place && id(place);
  if (there && /^s\d+$/.test(place)) go(numberOf(there), "center"); else if (there) there.scrollIntoView();
})();
