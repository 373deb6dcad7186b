// Which minutes are searched stands in the page's address; the form below the box changes it.
(() => {
  const NAMES = ["organ", "fran", "till", "person"];

  const select = (values) => {
    const query = new URLSearchParams(location.search);
    for (const name of NAMES) {
      if (values[name]) query.set(name, values[name]); else query.delete(name);
    }
    const asked = query.toString();
    history.replaceState(history.state, "", location.pathname + (asked ? `?${asked}` : ""));
    document.getElementById("las-urval").click();
  };

  // The form comes with the page's data, after the button: who was quicker gets it when it is there.
  let wanted = false;
  const show = () => {
    const dialog = document.querySelector("#urval dialog");
    if (wanted && dialog && !dialog.open) dialog.showModal();
  };
  new MutationObserver(show).observe(document.documentElement, { childList: true, subtree: true });
  document.addEventListener("close", (event) => {
    if (event.target.matches("#urval dialog")) wanted = false;
  }, true);

  document.addEventListener("click", (event) => {
    const here = event.target.closest("#urval");
    if (here && event.target.closest(".begransa")) {
      wanted = true;
      show();
    } else if (here && event.target.closest("dialog .stang")) here.querySelector("dialog").close();
    else if (here && event.target.closest(".alla")) select({});
    const other = event.target.closest("#huvud .sprak");
    if (other) {
      const target = new URL(other.getAttribute("href"), location.origin);
      const query = new URLSearchParams(location.search);
      for (const name of NAMES) if (query.get(name)) target.searchParams.set(name, query.get(name));
      other.href = target.href;
    }
  }, true);

  document.addEventListener("submit", (event) => {
    if (!event.target.closest("#urval dialog")) return;
    wanted = false;
    select(Object.fromEntries(new FormData(event.target)));
  });
})();
