// Parks on the tiles of a configured server. Only points in the datum of the tiles are here: the server chose them.
"use strict";
(() => {
  const place = document.querySelector(".tile-map");
  if (!place || !window.L) return;
  const points = JSON.parse(place.dataset.points);
  const section = place.closest("section");
  const button = section.querySelector("button");
  section.hidden = false;
  // No other host is asked before the reader wants it.
  button.addEventListener("click", () => {
    button.disabled = true;
    place.hidden = false;
    show();
  });

  function show() {
    const map = L.map(place, { zoomControl: false, scrollWheelZoom: false }).setView([39.9, 116.4], 4);
    L.control.zoom({ zoomInTitle: place.dataset.zoomIn, zoomOutTitle: place.dataset.zoomOut }).addTo(map);
    L.tileLayer(place.dataset.url, { attribution: place.dataset.attribution, maxZoom: 18 }).addTo(map);
    for (const [latitude, longitude, isOwn, slug, name] of points) {
      const words = document.createElement("a");
      words.href = `${place.dataset.parks}${slug}/`;
      words.textContent = isOwn ? name : `${name} (${place.dataset.about})`;
      L.circleMarker([latitude, longitude], { radius: 8, dashArray: isOwn ? null : "3 3", fillOpacity: isOwn ? 0.8 : 0.2 })
        .bindPopup(words)
        .addTo(map);
    }
    if (points.length) map.fitBounds(points.map(([latitude, longitude]) => [latitude, longitude]), { maxZoom: 12, padding: [30, 30] });
  }
})();
