// Names for the parts of the theme that a screen reader cannot tell apart, or not at all.
document$.subscribe(() => {
  document.querySelector(".md-search")?.setAttribute("aria-label", "Search");
  document.querySelectorAll(".md-code__nav").forEach((nav, place) => {
    nav.setAttribute("aria-label", `Code actions ${place + 1}`);
  });
  document.querySelectorAll(".md-annotation__index").forEach((mark) => {
    mark.setAttribute("aria-label", `Note ${mark.firstElementChild?.dataset.mdAnnotationId ?? ""}`);
  });
});
