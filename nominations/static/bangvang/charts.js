/* Draws every <figure data-chart="id"> from the JSON script of that id. The same numbers stand in a table nearby. */
(function () {
  "use strict";

  var COLOURS = ["#9f1d20", "#c9982f", "#1b4f8f", "#2f7d57", "#6b5b95", "#7a7f87", "#d0743c", "#3b8ea5"];

  function vietnamese(value) {
    return new Intl.NumberFormat("vi-VN").format(value);
  }

  function settings(data) {
    var numbers = { beginAtZero: true, stacked: !!data.stacked, ticks: { precision: 0, callback: vietnamese }, grid: { color: "#e7e6e4" } };
    var names = { stacked: !!data.stacked, grid: { display: false } };
    return {
      indexAxis: data.horizontal ? "y" : "x",
      responsive: true,
      maintainAspectRatio: false,
      animation: false,
      scales: data.horizontal ? { x: numbers, y: names } : { x: names, y: numbers },
      plugins: {
        legend: { display: data.series.length > 1, position: "bottom", labels: { boxWidth: 14, boxHeight: 14 } },
        tooltip: { callbacks: { label: function (point) {
          return point.dataset.label + ": " + vietnamese(data.horizontal ? point.parsed.x : point.parsed.y);
        } } }
      }
    };
  }

  function draw(figure) {
    var data = JSON.parse(document.getElementById(figure.dataset.chart).textContent);
    figure.dataset.drawn = "yes";
    return new Chart(figure.querySelector("canvas"), {
      type: "bar",
      data: {
        labels: data.labels,
        datasets: data.series.map(function (one, index) {
          return { label: one.label, data: one.data, backgroundColor: COLOURS[index % COLOURS.length], maxBarThickness: 44, borderRadius: 3 };
        })
      },
      options: settings(data)
    });
  }

  function start(root) {
    root.querySelectorAll("figure[data-chart]:not([data-drawn])").forEach(draw);
  }

  Chart.defaults.font.family = getComputedStyle(document.body || document.documentElement).fontFamily;
  Chart.defaults.font.size = 13;
  Chart.defaults.color = "#3d444d";
  document.addEventListener("DOMContentLoaded", function () { start(document); });
  document.addEventListener("htmx:load", function (event) { start(event.target); });
})();
