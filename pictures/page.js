/* SPDX-License-Identifier: BSD-2-Clause */
/* Zoom, and the details of what is pointed at.  The page is complete without
   this: boxes are links to rows, and their titles say the same. */
(function () {
	"use strict";
	var map = document.querySelector(".map");
	var svg = map.querySelector("svg");
	var side = svg.querySelector("#side");
	var detail = document.querySelector(".detail");
	var controls = document.querySelector(".controls");
	var moved = Array.from(svg.querySelectorAll("[data-a]"));
	var boxes = moved.filter(function (e) {
		return e.localName === "a";
	});
	var text = svg.dataset.cells;
	var cells = text ? text.split(" ").map(function (c) {
		var cut = c[0] === "c";
		var pair = c.slice(cut ? 1 : 0).split(",");

		return { cut: cut, min: +pair[0], share: +pair[1] };
	}) : [];
	var box = svg.viewBox.baseVal;
	var height = box.height;
	var margin = box.width - width(edges(1, false));
	var home = 1, zoom = 1, exact = false, held = null;

	function edges(factor, scale) {
		var x = 0, all = [0];

		cells.forEach(function (c) {
			if (c.cut)
				x += c.min;
			else if (scale)
				x += Math.max(1, c.share * 1.3 * factor);
			else
				x += (c.min + c.share) * factor;
			all.push(x);
		});
		return all;
	}

	function width(all) {
		return all[all.length - 1];
	}

	function show(element, yes) {
		if (yes)
			element.removeAttribute("display");
		else
			element.setAttribute("display", "none");
	}

	function fit(element, wide) {
		element.querySelectorAll(":scope > .w").forEach(function (r) {
			r.setAttribute("width", wide);
		});
		element.querySelectorAll(":scope > text").forEach(function (t) {
			var full = element.querySelector(".full");
			var room = full && wide >= full.dataset.n * 7;

			if (t.hasAttribute("x"))
				t.setAttribute("x", wide / 2);
			if (t.matches(".access"))
				show(t, wide >= 56);
			else if (t.matches(".full"))
				show(t, room);
			else if (full)
				show(t, !room && wide >= 14);
		});
	}

	function turn(element, wide) {
		var t = element.firstElementChild;
		var flat = wide >= t.textContent.length * 7;

		show(element, wide >= 12);
		t.setAttribute("class", flat ? "mid" : "");
		t.setAttribute("transform", flat ?
			"translate(" + wide / 2 + " 128)" :
			"translate(" + (wide / 2 + 4) + " 130) rotate(-90)");
	}

	function layout() {
		var all = edges(zoom, exact), last = -99;

		moved.forEach(function (e) {
			var a = all[e.dataset.a];
			var wide = e.dataset.b ? all[e.dataset.b] - a : 0;

			e.setAttribute("transform", "translate(" + a + " 0)");
			if (e.matches(".address")) {
				show(e, a - last >= 12);
				last = a - last >= 12 ? a : last;
			} else if (e.matches(".name")) {
				turn(e, wide);
			} else {
				fit(e, wide);
			}
		});
		svg.setAttribute("width", width(all) + margin);
		svg.setAttribute("viewBox", "0 0 " + (width(all) + margin) +
			" " + height);
		controls.querySelector("output").textContent =
			Math.round(zoom * 100) + "%";
	}

	/* What is at x of the window stays there. */
	function scale(factor, x) {
		var old = svg.viewBox.baseVal.width;
		var at = map.scrollLeft + x;

		zoom = Math.min(64, Math.max(0.25, factor));
		layout();
		map.scrollLeft = at * svg.viewBox.baseVal.width / old - x;
	}

	function middle() {
		return map.clientWidth / 2;
	}

	function pin() {
		side.setAttribute("transform",
			"translate(" + map.scrollLeft + " 0)");
	}

	function tell(element) {
		var link = document.createElement("a");

		detail.textContent =
			element.querySelector("title").textContent + "\n";
		link.href = element.getAttribute("href");
		link.textContent = element.matches(".mark") ?
			"go to the finding" : "go to its row";
		detail.append(link);
		boxes.forEach(function (e) {
			e.setAttribute("tabindex", e === element ? 0 : -1);
			e.classList.toggle("held", e === element);
		});
		held = element;
	}

	/* Left and right in a lane, up and down to the nearest box there. */
	function neighbour(key) {
		var lane = held.parentNode.closest(".lane, #map");
		var step = key === "ArrowLeft" || key === "ArrowUp" ? -1 : 1;
		var own = boxes.filter(function (e) {
			return e.parentNode.closest(".lane, #map") === lane;
		});
		var lanes, to, x = +held.dataset.a;

		own.sort(function (a, b) {
			return a.dataset.a - b.dataset.a;
		});
		if (key === "ArrowLeft" || key === "ArrowRight")
			return own[own.indexOf(held) + step];
		lanes = [];
		boxes.forEach(function (e) {
			var l = e.parentNode.closest(".lane, #map");

			if (lanes.indexOf(l) < 0)
				lanes.push(l);
		});
		to = lanes[lanes.indexOf(lane) + step];
		return boxes.filter(function (e) {
			return e.parentNode.closest(".lane, #map") === to;
		}).sort(function (a, b) {
			return Math.abs(a.dataset.a - x) -
				Math.abs(b.dataset.a - x);
		})[0];
	}

	function key(event) {
		var next;

		if (event.ctrlKey || event.altKey || event.metaKey)
			return;
		if (event.key === "+" || event.key === "=")
			scale(zoom * 1.5, middle());
		else if (event.key === "-")
			scale(zoom / 1.5, middle());
		else if (event.key === "0")
			scale(home, middle());
		else if (event.key.indexOf("Arrow") === 0 && held &&
			 document.activeElement === held)
			next = neighbour(event.key);
		else
			return;
		event.preventDefault();
		if (next)
			next.focus();
	}

	controls.hidden = false;
	detail.hidden = false;
	controls.addEventListener("click", function (event) {
		var what = event.target.dataset.zoom;

		if (what === "exact") {
			exact = !exact;
			event.target.setAttribute("aria-pressed", exact);
			scale(zoom, middle());
		} else if (what) {
			scale(what === "0" ? home : zoom * what, middle());
		}
	});
	map.addEventListener("keydown", key);
	map.addEventListener("scroll", pin);
	map.addEventListener("wheel", function (event) {
		var left = map.getBoundingClientRect().left;

		if (!event.ctrlKey)
			return;
		event.preventDefault();
		scale(zoom * Math.exp(-event.deltaY / 400),
			event.clientX - left);
	}, { passive: false });
	boxes.forEach(function (e, i) {
		e.setAttribute("tabindex", i === 0 ? 0 : -1);
		e.addEventListener("focus", function () { tell(e); });
		e.addEventListener("mouseenter", function () {
			if (document.activeElement !== held)
				tell(e);
		});
		e.addEventListener("click", function (event) {
			if (event.ctrlKey || event.metaKey || event.shiftKey)
				return;
			event.preventDefault();
			e.focus();
			tell(e);
		});
	});
	/* Something to look at, what is wrong before what is not. */
	home = Math.min(1, Math.max(0.7, (map.clientWidth - margin) /
		width(edges(1, false))));
	zoom = home;
	layout();
	if (boxes.length > 0)
		tell(svg.querySelector("a.past, a.error, a.changed, " +
			"a.added, a.removed") || boxes[0]);
	document.addEventListener("keydown", function (event) {
		if (event.key === "Escape" && held) {
			held.blur();
			held.classList.remove("held");
		}
	});
}());
