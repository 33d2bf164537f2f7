/* What htmx cannot do alone for the autosave: count the saves, say how each went, try again, and lose nothing on the way out.
   Every field is a .felt[data-sti] whose own hx-post saves it (templates/felt/_felt.html); no text is kept in browser storage. */
"use strict";
document.documentElement.classList.add("js");

(() => {
  const klient = crypto.randomUUID();
  const felter = () => [...document.querySelectorAll(".felt[data-sti]")];
  const tilstander = new WeakMap();
  let sekvens = 0;

  /** The field's answer as the form would send it; with `lastet`, as the server drew it. */
  function verdi(felt, lastet = false) {
    const kontroller = [...felt.querySelectorAll(`[name="${CSS.escape(felt.dataset.sti)}"]`)];
    return JSON.stringify(kontroller.flatMap((k) => {
      const valgbar = k.type === "radio" || k.type === "checkbox";
      if (valgbar) return (lastet ? k.defaultChecked : k.checked) ? [k.value] : [];
      return [lastet ? k.defaultValue : k.value];
    }));
  }

  /** lagret: what the server holds. steg: rolig, sender, feil (tries again) or avvist (waits for the user). */
  function tilstand(felt) {
    if (!tilstander.has(felt)) tilstander.set(felt, { lagret: verdi(felt, true), sendt: null, steg: "rolig", forsoek: 0 });
    return tilstander.get(felt);
  }

  const erUlagret = (felt) => verdi(felt) !== tilstand(felt).lagret;
  const tekst = (navn) => document.getElementById("tekster")?.dataset[navn] ?? "";

  function meld(felt, kode, melding) {
    const lagring = felt.querySelector(".lagring");
    const versjon = lagring.querySelector("input[type=hidden]");
    const linje = document.createElement("span");
    linje.className = `lagringstekst lagringstekst--${kode}`;
    linje.textContent = melding;
    lagring.replaceChildren(versjon, linje);
  }

  function visTilkobling() {
    const linje = document.getElementById("tilkobling");
    const antall = felter().filter((felt) => tilstand(felt).steg === "feil").length;
    const melding = antall ? tekst("venter").replace("{n}", antall) : "";
    if (linje && linje.textContent !== melding) linje.textContent = melding;
  }

  const lagre = (felt) => htmx.trigger(felt, "lagre");

  function proevIgjen(felt, melding) {
    const t = tilstand(felt);
    t.steg = "feil";
    meld(felt, "feil", melding);
    clearTimeout(t.klokke);
    t.klokke = setTimeout(() => lagre(felt), Math.min(30000, 1000 * 2 ** t.forsoek++));
  }

  function etterSvar(felt, status) {
    const t = tilstand(felt);
    const rad = felt.querySelectorAll("input, textarea, select");
    if (status >= 200 && status < 300) {
      Object.assign(t, { lagret: t.sendt, steg: "rolig", forsoek: 0 });
      rad.forEach((k) => k.removeAttribute("aria-invalid"));
      if (erUlagret(felt)) lagre(felt);
    } else if (status === 409 || status === 422) {
      t.steg = "avvist";
      rad.forEach((k) => k.setAttribute("aria-invalid", "true"));
    } else if (status === 403 || status === 404 || status === 413) {
      t.steg = "avvist";
      meld(felt, "feil", tekst(status === 413 ? "forStor" : "ikkeTilgang"));
    } else {
      proevIgjen(felt, tekst(status === 401 ? "utlogget" : "ikkeKontakt"));
    }
    visTilkobling();
  }

  /** Save everything that waits. The answer is whether all of it is stored. */
  async function lagreAlt() {
    const ulagrede = felter().filter(erUlagret);
    ulagrede.forEach(lagre);
    await Promise.all(ulagrede.map(async (felt) => {
      for (let i = 0; i < 300 && felt.isConnected && erUlagret(felt) && !["feil", "avvist"].includes(tilstand(felt).steg); i++) {
        await new Promise((videre) => setTimeout(videre, 50));
      }
    }));
    return !ulagrede.some((felt) => felt.isConnected && erUlagret(felt));
  }

  const foerJegGaar = async (gaa) => {
    if (await lagreAlt() || window.confirm(tekst("gaaLikevel"))) gaa();
  };

  /** The page is being left or hidden: send what waits in requests that outlive it. A later copy is harmless. */
  function sendFoerSlutt() {
    for (const felt of felter().filter(erUlagret)) {
      const form = felt.closest("form");
      const kropp = new URLSearchParams({ klient, sekvens: ++sekvens, csrf_token: form.elements.csrf_token.value });
      for (const v of JSON.parse(verdi(felt))) kropp.append(felt.dataset.sti, v);
      kropp.set(`v.${felt.dataset.sti}`, felt.querySelector(".lagring input[type=hidden]").value);
      fetch(felt.getAttribute("hx-post"), { method: "POST", keepalive: true, headers: { "HX-Request": "true" }, body: kropp });
    }
  }

  /** Questions that depend on another answer appear and disappear with it. */
  function visAvhengige() {
    for (const del of document.querySelectorAll("[data-hvis]")) {
      const styrer = document.querySelector(`.felt[data-sti="${CSS.escape(del.dataset.hvis)}"]`);
      if (styrer) del.hidden = styrer.hidden || !JSON.parse(verdi(styrer)).includes(del.dataset.hvisVerdi);
    }
  }

  const feltet = (hendelse) => (hendelse.detail.elt?.matches?.(".felt[data-sti]") ? hendelse.detail.elt : null);
  const lytt = (navn, gjoer) => document.addEventListener(navn, gjoer);

  lytt("change", visAvhengige);
  lytt("htmx:load", () => felter().forEach((felt) => {
    tilstand(felt);
    if (erUlagret(felt) && tilstand(felt).steg === "rolig") lagre(felt);
  }));

  lytt("htmx:beforeRequest", (h) => {
    const felt = feltet(h);
    if (!felt) return;
    if (!erUlagret(felt) && tilstand(felt).steg === "rolig") h.preventDefault();
    else {
      tilstand(felt).steg = "sender";
      meld(felt, "sender", tekst("lagrer"));
    }
  });
  lytt("htmx:configRequest", (h) => {
    const felt = feltet(h);
    if (!felt) return;
    tilstand(felt).sendt = verdi(felt);
    Object.assign(h.detail.parameters, { klient, sekvens: ++sekvens });
  });
  lytt("htmx:beforeOnLoad", (h) => {
    if (feltet(h) && h.detail.xhr.status === 401) h.preventDefault();
  });
  lytt("htmx:afterRequest", (h) => {
    const felt = feltet(h);
    if (felt) etterSvar(felt, h.detail.xhr.status);
  });

  /* Another part of the page is about to be swapped: first save what waits in it. */
  lytt("htmx:confirm", (h) => {
    const elt = h.detail.elt;
    if (!elt.closest("#skjema") || elt.matches(".felt[data-sti], [data-ta-deres]")) return;
    h.preventDefault();
    if (!h.detail.question || window.confirm(h.detail.question)) foerJegGaar(() => h.detail.issueRequest(true));
  });
  lytt("click", (h) => {
    const behold = h.target.closest("[data-behold]");
    if (behold) {
      h.preventDefault();
      const felt = behold.closest(".felt");
      felt.querySelector(".lagring input[type=hidden]").value = behold.dataset.behold;
      lagre(felt);
      return;
    }
    const lenke = h.target.closest("a[href]:not([hx-get], [target])");
    const blir = !lenke || lenke.getAttribute("href").startsWith("#") || h.ctrlKey || h.metaKey || h.shiftKey;
    if (blir || !felter().some(erUlagret)) return;
    h.preventDefault();
    foerJegGaar(() => { location.href = lenke.href; });
  });
  /* Enter in a field saves it; it never presses the form's first button. */
  lytt("keydown", (h) => {
    if (h.key !== "Enter" || !h.target.matches(".felt[data-sti] input")) return;
    h.preventDefault();
    lagre(h.target.closest(".felt"));
  });

  window.addEventListener("online", () => felter().filter((felt) => tilstand(felt).steg === "feil").forEach(lagre));
  window.addEventListener("beforeunload", (h) => {
    if (felter().some((felt) => erUlagret(felt) && ["feil", "avvist"].includes(tilstand(felt).steg))) h.preventDefault();
  });
  lytt("visibilitychange", () => { if (document.visibilityState === "hidden") sendFoerSlutt(); });
  window.addEventListener("pagehide", sendFoerSlutt);
})();
