/* What htmx cannot do alone for the autosave: count the saves, say how each went, try again, and lose nothing on the way out.
   Every field is a .felt[data-sti] whose own hx-post saves it (templates/felt/_felt.html); no text is kept in browser storage.
   The sentences are data attributes of #tilkobling (templates/samtale/side.html). */
"use strict";
document.documentElement.classList.add("js");

(() => {
  const FELT = ".felt[data-sti]";
  const klient = crypto.randomUUID();
  const tilkobling = document.getElementById("tilkobling");
  const tekster = tilkobling?.dataset ?? {};
  const tilstander = new WeakMap();
  const sendteSkjemaer = new WeakSet();
  const loesrevne = new Set();
  let sekvens = 0;
  let veiUt = null;
  let gaarLikevel = false;

  const lytt = (navn, gjoer, hvor = document) => hvor.addEventListener(navn, gjoer);
  /** Those of the page, and those that have gone from it with a text that is not stored yet. */
  const felter = () => [...document.querySelectorAll(FELT), ...loesrevne];
  const feltet = (hendelse) => (hendelse.detail.elt?.matches?.(FELT) ? hendelse.detail.elt : null);
  const kontroller = (felt) => [...felt.querySelectorAll(`[name="${CSS.escape(felt.dataset.sti)}"]`)];
  const versjon = (felt) => felt.querySelector(".lagring input[type=hidden]");
  const tolk = (html) => new DOMParser().parseFromString(html, "text/html");

  /** What the field's controls hold: for those to choose from, what `valgt` makes of each chosen one, else what `skrevet` does. */
  const les = (felt, merke, valgt, skrevet) => kontroller(felt).flatMap((k) => {
    if (k.type === "radio" || k.type === "checkbox") return k[merke] ? [valgt(k)] : [];
    return [skrevet(k)];
  });
  const verdi = (felt) => JSON.stringify(les(felt, "checked", (k) => k.value, (k) => k.value));
  const lastetVerdi = (felt) => JSON.stringify(les(felt, "defaultChecked", (k) => k.value, (k) => k.defaultValue));
  const somTekst = (k) => k.valueAsDate?.toLocaleDateString("nb-NO", { timeZone: "UTC", dateStyle: "short" }) ?? k.value;
  const lesbar = (felt) => les(felt, "checked", (k) => k.labels[0].textContent.trim(), somTekst).join(", ");

  /** `lagret` is what the server holds, `sendt` what was last sent to it. Steps: rolig (calm), sender, venter (not stored,
      tries again `forsoek` times over), avvist (refused: waits for another text), konflikt (waits for the user's choice). */
  function tilstand(felt) {
    if (!tilstander.has(felt)) tilstander.set(felt, { lagret: lastetVerdi(felt), sendt: null, steg: "rolig", forsoek: 0 });
    return tilstander.get(felt);
  }

  /** A date without its year, say: the browser gives it out as no date at all, and it must not erase the one stored. */
  const erHalv = (felt) => kontroller(felt).some((k) => k.validity.badInput);
  const erUlagret = (felt) => erHalv(felt) || verdi(felt) !== tilstand(felt).lagret;
  /** The browser makes a whole date of every digit of the year: 0002, 0020, 0202. */
  const erHalvDato = (felt) => erHalv(felt) || kontroller(felt)
    .some((k) => k.type === "date" && k === document.activeElement && k.value && k.value < "1900");

  function boerSendes(felt) {
    const { steg, sendt } = tilstand(felt);
    if (steg === "konflikt" || erHalvDato(felt)) return false;
    return steg === "avvist" ? verdi(felt) !== sendt : steg === "venter" || erUlagret(felt);
  }
  const lagre = (felt) => htmx.trigger(felt, "lagre");
  const lagreVentende = () => felter().filter((felt) => tilstand(felt).steg === "venter").forEach(lagre);

  /* ---- What the user is told ---- */
  function meld(felt, kode, textContent) {
    const linje = Object.assign(document.createElement("span"), { className: `lagringstekst lagringstekst--${kode}`, textContent });
    felt.querySelector(".lagring").replaceChildren(versjon(felt), linje);
  }

  const si = (melding) => { if (tilkobling && tilkobling.textContent !== melding) tilkobling.textContent = melding; };

  function visTilkobling() {
    const antall = felter().filter((felt) => tilstand(felt).forsoek).length;
    si(antall ? (antall === 1 ? tekster.venterEtt : tekster.venterFlere).replace("{antall}", antall) : "");
  }

  function fokuser(del) {
    (del?.querySelector("input:checked") ?? del?.querySelector("input:not([type=hidden]), textarea, select, button"))?.focus();
  }

  /** Questions that depend on another answer appear and disappear with it. */
  function visAvhengige() {
    for (const del of document.querySelectorAll("[data-hvis]")) {
      const styrer = document.querySelector(`.felt[data-sti="${CSS.escape(del.dataset.hvis)}"]`);
      if (styrer) del.hidden = styrer.hidden || !JSON.parse(verdi(styrer)).includes(del.dataset.hvisVerdi);
    }
  }

  /* ---- How a save went ---- */
  function settSteg(felt, steg) {
    Object.assign(tilstand(felt), { steg, forsoek: 0 });
    kontroller(felt).forEach((k) => (steg === "rolig" ? k.removeAttribute("aria-invalid") : k.setAttribute("aria-invalid", "true")));
  }

  function avvisHalv(felt) {
    settSteg(felt, "avvist");
    tilstand(felt).sendt = null;
    meld(felt, "feil", tekster.halv);
  }

  function omLitt(gjoer, felt) {
    const t = tilstand(felt);
    clearTimeout(t.klokke);
    t.klokke = setTimeout(gjoer, Math.min(10000, 1000 * 2 ** t.forsoek++), felt);
  }

  function proevIgjen(felt, melding) {
    tilstand(felt).steg = "venter";
    meld(felt, "feil", melding);
    omLitt(lagre, felt);
  }

  /** Another login in this browser has another token: ask for it, and try again, if the login is the same person's. */
  async function fornyMerke(felt) {
    const t = Object.assign(tilstand(felt), { steg: "venter", fornyet: true });
    const hinder = await window.innlogging.fornyMerke().catch(() => 0);
    if (hinder !== 409) return lagre(felt);
    t.fornyet = false;
    proevIgjen(felt, window.innlogging.annen);
    visTilkobling();
  }

  function etterSvar(felt, status) {
    const t = tilstand(felt);
    if (status >= 200 && status < 300) {
      Object.assign(t, { lagret: t.sendt, fornyet: false });
      settSteg(felt, "rolig");
      if (erUlagret(felt)) lagre(felt);
      lagreVentende();
    } else if (status === 409 || status === 422) {
      settSteg(felt, felt.querySelector("[data-behold]") ? "konflikt" : "avvist");
    } else if (status === 403 && !t.fornyet) {
      fornyMerke(felt);
    } else if ([403, 404, 413].includes(status)) {
      settSteg(felt, "avvist");
      meld(felt, "feil", status === 413 ? tekster.forStor : tekster.ikkeTilgang);
    } else {
      proevIgjen(felt, status === 401 ? tekster.utlogget : tekster.ikkeKontakt);
    }
    visTilkobling();
  }

  /** Where a form that is saved whole tells that it was not: what it holds is still there. */
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

  lytt("htmx:configRequest", (h) => {
    const felt = feltet(h);
    if (!felt) return;
    if (!boerSendes(felt)) return h.preventDefault();
    const t = tilstand(felt);
    Object.assign(t, { sendt: verdi(felt), steg: "sender" });
    Object.assign(h.detail.parameters, { klient, sekvens: ++sekvens });
    if (!t.forsoek) meld(felt, "sender", tekster.lagrer);
  });
  /* The page stays when the login has ended: the field, or the form, says so itself. */
  lytt("htmx:beforeOnLoad", (h) => { if ((feltet(h) || svikt(h)) && h.detail.xhr.status === 401) h.preventDefault(); });
  lytt("htmx:beforeSwap", (h) => {
    const { detail, target } = h;
    if (target.id === "skjema") sendMedEnGang();
    if (svikt(h) && !detail.serverResponse.includes("data-svikt") && detail.xhr.status !== 200) detail.shouldSwap = false;
    if (target.matches(".lagring")) {
      if (!detail.serverResponse.includes('name="v.')) detail.serverResponse = target.firstElementChild.outerHTML + detail.serverResponse;
    } else if (target.closest("#skjema") && detail.xhr.status >= 400 && detail.xhr.status !== 429) {
      detail.shouldSwap = false;
      si(tolk(detail.serverResponse).body.textContent.trim());
    }
  });
  lytt("htmx:afterRequest", (h) => {
    const felt = feltet(h);
    if (felt) etterSvar(felt, h.detail.xhr.status);
    else if (svikt(h)) meldSvikt(svikt(h), h.detail.xhr);
    else if (h.detail.xhr.status === 200) visTilkobling();
  });
  for (const navn of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
    lytt(navn, (h) => { if (!feltet(h)) si(tekster.utenKontakt ?? ""); });
  }
  lytt("online", lagreVentende, window);

  /* ---- What the user does ---- */
  const iFelt = (navn, gjoer) => lytt(navn, (h) => { if (h.target.closest(FELT)) gjoer(h.target.closest(FELT)); });
  iFelt("input", (felt) => {
    const mitt = tilstand(felt).steg === "konflikt" && felt.querySelector(".konflikt dd");
    if (mitt) mitt.textContent = lesbar(felt) || mitt.dataset.tomt;
  });
  iFelt("focusout", (felt) => {
    if (erHalv(felt)) avvisHalv(felt);
    else if (boerSendes(felt)) lagre(felt);
  });
  lytt("change", visAvhengige);
  lytt("htmx:load", (h) => {
    const nytt = h.detail.elt;
    felter().filter((felt) => tilstand(felt).steg === "rolig" && boerSendes(felt)).forEach(lagre);
    visAvhengige();
    if (nytt.matches(FELT)) fokuser(nytt);
    if (nytt === document.body) fokuser(document.getElementById(location.hash.slice(1))?.closest(".felt, .rad, .liste"));
    /* Rows stay when their list is drawn anew (hx-preserve): their number, and their claim to the focus, may be out of date. */
    nytt.querySelectorAll("[autofocus]").forEach((del) => del.removeAttribute("autofocus"));
    const radnavn = nytt.matches(".liste") ? nytt.querySelectorAll(".rad > legend") : [];
    radnavn.forEach((navn, nr) => { navn.textContent = navn.textContent.replace(/\d+$/, nr + 1); });
  });
  lytt("click", (h) => {
    const behold = h.target.closest("[data-behold]");
    if (!behold) return;
    const felt = behold.closest(FELT);
    h.preventDefault();
    versjon(felt).value = behold.dataset.behold;
    Object.assign(tilstand(felt), { lagret: null, steg: "rolig" });
    fokuser(felt);
    lagre(felt);
  });
  /* Enter in a field presses the form's first button: it saves, and the page stays. No other form is sent twice. */
  lytt("submit", (h) => {
    if (h.target.closest("#skjema") || sendteSkjemaer.has(h.target)) h.preventDefault();
    if (h.defaultPrevented) return lagreAlt();
    if (felter().some(erUlagret)) return foerJegGaar(h, () => h.target.submit());
    sendteSkjemaer.add(h.target);
    setTimeout(() => sendteSkjemaer.delete(h.target), 5000);
  });

  /* ---- On the way out ---- */
  /** Save everything that waits. The answer is whether all of it is stored. */
  async function lagreAlt() {
    const frist = Date.now() + 15000;
    const underveis = (felt) => erUlagret(felt) && ["rolig", "sender"].includes(tilstand(felt).steg);
    felter().filter(erHalv).forEach(avvisHalv);
    felter().filter(boerSendes).forEach(lagre);
    while (felter().some(underveis) && Date.now() < frist) await new Promise((videre) => { setTimeout(videre, 50); });
    return !felter().some(erUlagret);
  }

  /** Save first, then go; where not all can be saved, the user decides. Of several ways out, the last one asked for counts. */
  async function foerJegGaar(hendelse, gaa) {
    const venterAlt = veiUt !== null;
    hendelse.preventDefault();
    veiUt = gaa;
    if (venterAlt) return;
    gaarLikevel = await lagreAlt() || window.confirm(tekster.gaaLikevel);
    if (gaarLikevel) veiUt();
    veiUt = null;
    setTimeout(() => { gaarLikevel = false; }, 1000);
  }

  /** The fields are about to go, or may go: send what waits in requests that outlive them. A later copy is harmless. */
  const sendMedEnGang = () => felter().filter((felt) => boerSendes(felt) && tilstand(felt).sendtUt !== verdi(felt)).forEach(sendUt);

  /** One that fails may be sent again; where its field has gone from the page, nobody else does it. */
  async function sendUt(felt) {
    const t = tilstand(felt);
    t.sendtUt = verdi(felt);
    const kropp = new FormData();
    for (const skjult of [felt.closest("form").elements.csrf_token, versjon(felt)]) kropp.set(skjult.name, skjult.value);
    for (const svar of JSON.parse(t.sendtUt)) kropp.append(felt.dataset.sti, svar);
    kropp.set("klient", klient);
    kropp.set("sekvens", ++sekvens);
    const sending = { method: "POST", keepalive: true, headers: { "HX-Request": "true" }, body: kropp };
    const svar = await fetch(felt.getAttribute("hx-post"), sending).catch(() => null);
    if (svar?.status < 500) {
      if (loesrevne.delete(felt)) visTilkobling();
      return;
    }
    t.sendtUt = null;
    if (felt.isConnected) return;
    loesrevne.add(felt);
    omLitt(sendUt, felt);
    visTilkobling();
  }

  /** A control shows on paper what it shows on the screen, and cuts off the rest: its whole text stands in its place. */
  const paaPapir = (k) => k.after(Object.assign(document.createElement("div"), { className: "paa-papir", textContent: k.value }));
  lytt("beforeprint", () => document.querySelectorAll(".felt :is(textarea, [type=text])").forEach(paaPapir), window);
  lytt("afterprint", () => document.querySelectorAll(".paa-papir").forEach((kopi) => kopi.remove()), window);
  lytt("click", (h) => h.target.closest("[data-skriv-ut]") && print());
  lytt("htmx:confirm", (h) => {
    const elt = h.detail.elt;
    if (elt.closest("#skjema") && !elt.matches(`${FELT}, [data-ta-deres]`)) foerJegGaar(h, () => h.detail.issueRequest(true));
  });
  lytt("click", (h) => {
    const lenke = h.target.closest("a[href]:not([hx-get], [target])");
    const blir = !lenke || lenke.getAttribute("href").startsWith("#") || h.ctrlKey || h.metaKey || h.shiftKey || h.altKey;
    if (!blir && felter().some(erUlagret)) foerJegGaar(h, () => { location.href = lenke.href; });
  });
  lytt("beforeunload", (h) => {
    const rekkerIkke = (felt) => erUlagret(felt) && !(navigator.onLine && ["rolig", "sender"].includes(tilstand(felt).steg));
    if (!gaarLikevel && felter().some(rekkerIkke)) h.preventDefault();
  }, window);
  lytt("visibilitychange", () => { if (document.visibilityState === "hidden") sendMedEnGang(); });
  lytt("pagehide", sendMedEnGang, window);
  lytt("pageshow", (h) => { if (h.persisted) location.reload(); }, window);
  /* htmx notes the page's address in the browser's storage, and manages without. */
  const glemAdressen = () => sessionStorage.removeItem("htmx-current-path-for-history");
  lytt("htmx:pushedIntoHistory", glemAdressen);
  glemAdressen();
})();
