// Draws [data-chart] with ECharts. The numbers also stand in the table beside it (components/chart.html).
(function () {
  "use strict";

  // Okabe and Ito's colours, darkened for white ground; patterns tell series apart without colour.
  const COLOURS = ["#1f5f99", "#c45d00", "#00795c", "#9c4378", "#6b7280", "#8a6d00", "#3b8ec2"];
  const SHADE = "rgba(255, 255, 255, 0.4)";
  const PATTERNS = [
    { color: "transparent" },
    { color: SHADE, dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: -Math.PI / 4 },
    { color: SHADE, symbol: "circle", dashArrayX: [[6, 6], [0, 6, 6, 0]], dashArrayY: [6, 0], symbolSize: 0.7 },
    { color: SHADE, dashArrayX: [1, 0], dashArrayY: [3, 6], rotation: 0 },
    { color: SHADE, dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: Math.PI / 4 },
    { color: SHADE, symbol: "rect", dashArrayX: [[4, 8], [0, 6, 6, 0]], dashArrayY: [4, 4] },
  ];
  const FONT = getComputedStyle(document.body).fontFamily;
  // The wall's letters are larger, and so are its charts'.
  const SIZE = parseFloat(getComputedStyle(document.documentElement).fontSize) * 0.857;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;

  // Of rates, what lies far below them is left out.
  function floor(range) {
    return Math.max(0, Math.floor((range.min - 1) / 10) * 10);
  }

  function options(chart, isLive) {
    const lying = chart.kind === "horizontal";
    const line = chart.kind === "line";
    const stacked = chart.kind === "stacked";
    const names = {
      type: "category", data: chart.categories, inverse: lying, axisTick: { show: false },
      axisLabel: { color: "#3c4a57", fontSize: SIZE, hideOverlap: true, width: lying ? 170 : undefined, overflow: "truncate" },
      axisLine: { lineStyle: { color: "#8794a1" } },
    };
    const numbers = {
      type: "value", name: chart.unit, nameTextStyle: { color: "#55636f", fontSize: SIZE }, axisLabel: { color: "#55636f", fontSize: SIZE },
      splitLine: { lineStyle: { color: "#e4e9ee" } },
      max: chart.unit === "%" ? 100 : undefined,
      min: chart.unit === "%" && line ? floor : undefined,
      minInterval: chart.unit === "%" ? undefined : 1,
    };
    return {
      animation: !still && !isLive,
      color: COLOURS,
      textStyle: { fontFamily: FONT, fontSize: SIZE },
      aria: { enabled: true, decal: { show: chart.series.length > 1 && !line, decals: PATTERNS } },
      grid: { left: 8, right: 16, top: chart.series.length > 1 ? 40 : 28, bottom: 4, containLabel: true },
      legend: chart.series.length > 1 ? { top: 0, left: "center", textStyle: { color: "#3c4a57", fontSize: SIZE } } : undefined,
      // On the canvas: ECharts' HTML tooltip needs inline styles, which the policy refuses.
      tooltip: { trigger: "axis", renderMode: "richText", confine: true, axisPointer: { type: line ? "line" : "shadow" } },
      xAxis: lying ? numbers : names,
      yAxis: lying ? names : numbers,
      series: chart.series.map((one, index) => ({
        name: one.name, data: one.values, type: line ? "line" : "bar", stack: stacked ? "all" : undefined,
        barMaxWidth: 28, symbol: ["circle", "rect", "triangle", "diamond"][index % 4], symbolSize: 7,
        lineStyle: line ? { width: 2, type: ["solid", "dashed", "dotted"][index % 3] } : undefined,
      })),
    };
  }

  function draw(place) {
    if (place.drawn) return;
    const chart = JSON.parse(place.dataset.chart);
    // Lying bars need room for every name.
    if (chart.kind === "horizontal") place.style.height = Math.max(160, 56 + chart.categories.length * 30) + "px";
    place.drawn = echarts.init(place);
    place.drawn.setOption(options(chart, Boolean(place.closest("[data-live]"))));
    place.drawn.on("click", (event) => {
      const own = chart.series[event.seriesIndex].urls;
      const url = (own && own[event.dataIndex]) || (chart.urls && chart.urls[event.dataIndex]);
      if (url) location.assign(url);
    });
    new ResizeObserver(() => place.drawn.resize({ animation: { duration: 0 } })).observe(place);
  }

  function drawAll(piece) {
    piece.querySelectorAll("[data-chart]").forEach(draw);
  }

  // A board that is drawn anew each minute would otherwise keep every chart it ever had.
  document.addEventListener("htmx:beforeCleanupElement", (event) => {
    if (event.target.drawn) event.target.drawn.dispose();
  });
  drawAll(document);
  document.addEventListener("htmx:load", (event) => drawAll(event.target));
  addEventListener("beforeprint", () => document.querySelectorAll("[data-chart]").forEach((place) => place.drawn && place.drawn.resize()));
})();
