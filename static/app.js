/* What every page has beyond htmx: forms that are saved whole, leaving them half-typed, paper, and no trace in the browser.
   The autosave of the interview is in lagring.js, the page around it in skjema.js. */
"use strict";
document.documentElement.classList.add("js");

(() => {
  const lytt = (navn, gjoer, hvor = document) => hvor.addEventListener(navn, gjoer);
  const tolk = (html) => new DOMParser().parseFromString(html, "text/html");
  const sendteSkjemaer = new WeakSet();
  let gaarLikevel = false;

  /* ---- Another language ---- */
  /* The choice in the foot of the page comes back to the address that stands in the browser now, unless that is a form that was
     refused; the questionnaire saves itself first (skjema.js). Heard before the form counts as sent. */
  lytt("submit", async (h) => {
    const skjema = h.target;
    if (!skjema.matches("[data-spraakvalg]")) return;
    if (skjema.dataset.spraakvalg !== "avvist") skjema.elements.neste.value = location.pathname + location.search;
    if (!halvskrevet().length) return;
    h.preventDefault();
    gaarLikevel = await stopp(halvskrevet());
    if (gaarLikevel) skjema.submit();
  });

  /* ---- Forms that are saved whole ---- */
  /** Where such a form tells that it was not saved: what it holds is still there. */
  const svikt = (hendelse) => hendelse.detail.elt?.querySelector?.("[data-svikt]");
  async function meldSvikt(linje, { status, responseText }) {
    if (status === 200 || responseText.includes("data-svikt")) return;
    if (status === 403 && !linje.dataset.fornyet) {
      linje.dataset.fornyet = "1";
      const hinder = await window.innlogging.fornyMerke().catch(() => 0);
      if (hinder !== 409) return linje.closest("form").requestSubmit();
      linje.textContent = window.innlogging.annen;
      return;
    }
    const svar = status >= 400 && status < 500 ? tolk(responseText).body.textContent.trim() : "";
    linje.textContent = status === 401 ? linje.dataset.utlogget : svar || linje.dataset.svikt;
  }

  /* The page stays when the login has ended: the form says so itself. */
  lytt("htmx:beforeOnLoad", (h) => { if (svikt(h) && h.detail.xhr.status === 401) h.preventDefault(); });
  lytt("htmx:beforeSwap", (h) => {
    if (svikt(h) && !h.detail.serverResponse.includes("data-svikt") && h.detail.xhr.status !== 200) h.detail.shouldSwap = false;
  });
  lytt("htmx:afterRequest", (h) => { if (svikt(h)) meldSvikt(svikt(h), h.detail.xhr); });
  /* No form is sent twice. */
  lytt("submit", (h) => {
    if (h.target.closest("#skjema")) return;
    if (sendteSkjemaer.has(h.target)) h.preventDefault();
    if (h.defaultPrevented) return;
    sendteSkjemaer.add(h.target);
    setTimeout(() => sendteSkjemaer.delete(h.target), 5000);
  });

  /* «Feil: …» in the title while a form stands refused: also where it was sent, and came back, in its place. */
  const feil = () => document.querySelector("[data-sammendrag]")?.dataset.sammendrag ?? "";
  let iTittelen = feil();
  lytt("htmx:afterSwap", () => {
    if (feil() === iTittelen) return;
    document.title = feil() + document.title.slice(iTittelen.length);
    iTittelen = feil();
  });

  /* ---- Leaving a form half-typed ---- */
  const skrives = (k) => k.type !== "search" && k.type !== "hidden" && k.name && !k.closest("#skjema, .sok, .oekt");
  const erEndret = (k) => {
    if (k.type === "radio" || k.type === "checkbox") return k.checked !== k.defaultChecked;
    if (k.options) return [...k.options].some((o) => o.selected !== o.defaultSelected) && k.selectedIndex > 0;
    return k.value !== k.defaultValue;
  };
  const navnPaa = (k) => k.closest("fieldset")?.querySelector("legend")?.firstChild.textContent.trim()
    || k.labels[0]?.firstChild.textContent.trim() || k.name;
  /** What is typed and not sent: in a form that was refused, also what it came back with. */
  function halvskrevet() {
    const kontroller = [...document.querySelectorAll('main form[method="post"] :is(input, textarea, select)')].filter(skrives);
    const rort = kontroller.filter((k) => !sendteSkjemaer.has(k.form) && (erEndret(k) || (k.value && k.form.querySelector("[data-feil]"))));
    return [...new Map(rort.map((k) => [navnPaa(k), { navn: navnPaa(k), felt: k, beholdt: false }])).values()];
  }

  /** Asks in the page: names what is not saved, and leads there. The answer is whether to go all the same. */
  function stopp(ulagrede) {
    const dialog = document.getElementById("stopp");
    const punkter = ulagrede.map(({ navn, felt }) => {
      const lenke = Object.assign(document.createElement("a"), { href: `#${felt.id}`, textContent: navn, className: "ds-link" });
      lytt("click", (h) => { h.preventDefault(); dialog.close("felt"); felt.focus(); }, lenke);
      const punkt = document.createElement("li");
      punkt.append(lenke);
      return punkt;
    });
    dialog.querySelector("ul").replaceChildren(...punkter);
    const alt = ulagrede.every(({ beholdt }) => beholdt);
    dialog.querySelector("[data-beholdt]").hidden = !alt;
    dialog.querySelector("[data-tapt]").hidden = alt;
    dialog.returnValue = "";
    dialog.showModal();
    dialog.querySelector("button").focus();
    return new Promise((svar) => { lytt("close", () => svar(dialog.returnValue === "gaa"), dialog); });
  }
  lytt("click", (h) => {
    const knapp = h.target.closest("#stopp button");
    if (knapp) knapp.closest("dialog").close(knapp.value);
  });

  /** Whether this click leads away from the page. */
  function veiBort(h) {
    const lenke = h.target.closest("a[href]:not([hx-get], [target])");
    const blir = !lenke || lenke.getAttribute("href").startsWith("#") || h.ctrlKey || h.metaKey || h.shiftKey || h.altKey || h.defaultPrevented;
    return blir ? null : lenke;
  }
  lytt("click", async (h) => {
    const lenke = veiBort(h);
    if (!lenke || !halvskrevet().length || lenke.closest("form[method=post]")) return;
    h.preventDefault();
    if (!await stopp(halvskrevet())) return;
    gaarLikevel = true;
    location.href = lenke.href;
  });
  lytt("beforeunload", (h) => { if (!gaarLikevel && halvskrevet().length) h.preventDefault(); }, window);

  /* ---- Paper ---- */
  /** A control shows on paper what it shows on the screen, and cuts off the rest: its whole text stands in its place. */
  const paaPapir = (k) => k.after(Object.assign(document.createElement("div"), { className: "paa-papir", textContent: k.value }));
  lytt("beforeprint", () => document.querySelectorAll(".felt :is(textarea, [type=text])").forEach(paaPapir), window);
  /* That somebody was put on paper is in the log; the address says which page it was. */
  lytt("beforeprint", () => {
    const merke = document.querySelector("[name=csrf_token]");
    if (merke) navigator.sendBeacon("/utskrift", new URLSearchParams({ csrf_token: merke.value, side: location.pathname }));
  }, window);
  lytt("afterprint", () => document.querySelectorAll(".paa-papir").forEach((kopi) => kopi.remove()), window);
  lytt("click", (h) => h.target.closest("[data-skriv-ut]") && print());

  /* ---- A day ---- */
  /** The browser's own calendar beside a day that is typed: what is chosen in it, is written as people write it. */
  function kalender(felt) {
    const valg = Object.assign(document.createElement("input"), { type: "date", tabIndex: -1 });
    valg.setAttribute("aria-hidden", "true");
    lytt("change", () => {
      felt.value = valg.value.split("-").reverse().join(".");
      felt.focus();
    }, valg);
    return valg;
  }
  lytt("click", (h) => {
    const knapp = h.target.closest("[data-kalender]");
    if (!knapp) return;
    const felt = knapp.previousElementSibling;
    if (!knapp.nextElementSibling) knapp.after(kalender(felt));
    const [, dag, maaned, aar] = /^(\d\d?)\.(\d\d?)\.(\d{4})$/.exec(felt.value.trim()) ?? [];
    knapp.nextElementSibling.value = aar ? `${aar}-${maaned.padStart(2, "0")}-${dag.padStart(2, "0")}` : "";
    knapp.nextElementSibling.showPicker();
  });

  /* ---- No trace ---- */
  lytt("pageshow", (h) => { if (h.persisted) location.reload(); }, window);
  /* htmx notes the page's address in the browser's storage, and manages without. */
  const glemAdressen = () => sessionStorage.removeItem("htmx-current-path-for-history");
  lytt("htmx:pushedIntoHistory", glemAdressen);
  glemAdressen();
  /* What a form says to itself when it is loaded again: which saves were on their way, never what they held. */
  const forrige = JSON.parse(sessionStorage.getItem("paa-vei") ?? "null");
  sessionStorage.removeItem("paa-vei");

  window.mottak = { lytt, tolk, stopp, veiBort, forrige };
})();
