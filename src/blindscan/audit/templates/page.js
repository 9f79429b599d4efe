document.getElementById("lang").addEventListener("click", () => {
  const root = document.documentElement;
  root.dataset.lang = root.lang = root.dataset.lang === "zh" ? "en" : "zh";
});
for (const button of document.querySelectorAll("[data-show]")) {
  button.addEventListener("click", () => {
    for (const other of document.querySelectorAll("[data-show]")) other.setAttribute("aria-pressed", other === button);
    for (const page of document.querySelectorAll("[data-status]")) page.hidden = button.dataset.show !== "all" && page.dataset.status !== button.dataset.show;
    for (const section of document.querySelectorAll("section")) section.hidden = !section.querySelector("[data-status]:not([hidden])");
  });
}
