/* The choices under a field that is typed and looked up (templates/deler/forslag.html): they narrow while one types, and are
   chosen with the keys or the pointer. What is typed stays as it is until one is chosen; without this the field is a text. */
"use strict";

(() => {
  const { lytt } = window.mottak;
  const FELT = "[data-forslag]";
  const FLEST = 8;
  const liste = Object.assign(document.createElement("ul"), { id: "forslag", className: "forslag" });
  liste.setAttribute("role", "listbox");
  let felt = null;
  let skrives = false;

  const noekkel = (tekst) => tekst.normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "").replaceAll("ø", "o").replaceAll("æ", "ae")
    .replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  /** What stands before the word that is being written, and that word: of several languages the last. */
  const delt = () => (felt.hasAttribute("data-flere") ? /^(.*(?:[,;/&+]|\s(?:og|and)\s)\s*|)(.*)$/s : /^()(.*)$/s).exec(felt.value).slice(1);
  const aktiv = () => liste.querySelector("[aria-selected=true]");

  /** One choice as it is looked for: its name, and what else it is called. */
  const ordene = (valg) => valg.noekler ??= [valg.value, ...valg.text.split(", "), valg.dataset.ord ?? ""].map(noekkel);
  const plass = (valg, tekst) => {
    const ord = ordene(valg);
    const begynner = ord.findIndex((et) => et.startsWith(tekst));
    return begynner === 0 ? 0 : begynner > 0 ? 1 : ord.some((et) => et.includes(tekst)) ? 2 : 3;
  };

  function finn(tekst) {
    const alle = [...document.getElementById(felt.dataset.forslag)?.options ?? []];
    if (!tekst) return alle;
    if (alle.some((valg) => ordene(valg).includes(tekst))) return [];
    return alle.filter((valg) => plass(valg, tekst) < 3).sort((a, b) => plass(a, tekst) - plass(b, tekst)).slice(0, FLEST);
  }

  function punkt(valg, nr) {
    const li = Object.assign(document.createElement("li"), { id: `forslag-${nr}`, textContent: valg.value });
    li.setAttribute("role", "option");
    li.setAttribute("aria-selected", "false");
    li.dataset.verdi = valg.value;
    if (valg.text) li.append(" ", Object.assign(document.createElement("span"), { textContent: valg.text }));
    return li;
  }

  function lukk() {
    skrives = false;
    liste.remove();
    felt?.setAttribute("aria-expanded", "false");
    felt?.removeAttribute("aria-activedescendant");
  }

  function vis(alle = false) {
    const valg = document.getElementById(felt.dataset.forslag);
    if (valg && !valg.options.length) htmx.trigger(valg, "hent");
    const tekst = noekkel(delt()[1]);
    const valgene = tekst || alle ? finn(tekst) : [];
    lukk();
    skrives = true;
    if (!valgene.length) return;
    liste.replaceChildren(...valgene.map(punkt));
    felt.after(liste);
    liste.scrollTop = 0;
    felt.setAttribute("aria-expanded", "true");
  }

  function flytt(steg) {
    const valgene = [...liste.children];
    const neste = valgene[(valgene.indexOf(aktiv()) + steg + (aktiv() || steg > 0 ? 0 : 1) + valgene.length) % valgene.length];
    aktiv()?.setAttribute("aria-selected", "false");
    neste.setAttribute("aria-selected", "true");
    neste.scrollIntoView({ block: "nearest" });
    felt.setAttribute("aria-activedescendant", neste.id);
  }

  function velg({ dataset }) {
    felt.value = delt()[0] + dataset.verdi;
    lukk();
    felt.dispatchEvent(new Event("change", { bubbles: true }));
  }

  const ROLLE = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": liste.id };
  const gjoerTil = (kontroll) => Object.entries(ROLLE).forEach(([navn, verdi]) => kontroll.setAttribute(navn, verdi));

  lytt("htmx:load", ({ target }) => target.querySelectorAll(FELT).forEach(gjoerTil));
  /* Without choices there is a text field: whether one is still logged in, is told where it is saved. */
  lytt("htmx:beforeOnLoad", (h) => { if (h.detail.elt.matches("datalist") && h.detail.xhr.status !== 200) h.preventDefault(); });
  lytt("focusin", ({ target }) => {
    if (!target.matches(FELT)) return;
    felt = target;
    if (!felt.hasAttribute("role")) gjoerTil(felt);
    liste.setAttribute("aria-label", felt.labels[0].firstChild.textContent.trim());
  });
  lytt("focusout", ({ target }) => { if (target === felt) lukk(); });
  lytt("input", ({ target }) => { if (target === felt) vis(); });
  /* They may come after the first letters. */
  lytt("htmx:afterSwap", ({ target }) => { if (skrives && target.id === felt?.dataset.forslag) vis(); });
  lytt("keydown", (h) => {
    if (h.target !== felt || h.isComposing) return;
    if (h.key === "ArrowDown" || h.key === "ArrowUp") {
      if (!liste.isConnected) vis(true);
      if (!liste.isConnected) return;
      h.preventDefault();
      flytt(h.key === "ArrowDown" ? 1 : -1);
    } else if (h.key === "Enter" && aktiv()) {
      h.preventDefault();
      velg(aktiv());
    } else if (h.key === "Escape" && liste.isConnected) {
      h.preventDefault();
      h.stopImmediatePropagation();
      lukk();
    }
  });
  /* The focus stays in the field, so that it is not left before the choice is made. */
  lytt("mousedown", (h) => { if (liste.contains(h.target)) h.preventDefault(); });
  lytt("click", ({ target }) => { if (target.closest("#forslag li")) velg(target.closest("li")); });
})();
