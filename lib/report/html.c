/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/html.h"

#include <string.h>

#include "base/sha256.h"
#include "report/diff.h"
#include "report/markup.h"
#include "report/svg.h"

static void lines(const char *const *text, struct out *o)
{
	for (size_t i = 0; text[i] != NULL; i++) {
		out_str(o, text[i]);
		out_str(o, "\n");
	}
}

static void base64(const uint8_t *data, size_t size, struct out *o)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "abcdefghijklmnopqrstuvwxyz0123456789+/";

	for (size_t i = 0; i < size; i += 3) {
		uint32_t word = (uint32_t)data[i] << 16;

		if (i + 1 < size)
			word |= (uint32_t)data[i + 1] << 8;
		if (i + 2 < size)
			word |= data[i + 2];
		out_fmt(o, "%c%c%c%c", digits[word >> 18],
			digits[word >> 12 & 63],
			i + 1 < size ? digits[word >> 6 & 63] : '=',
			i + 2 < size ? digits[word & 63] : '=');
	}
}

/*
 * No script but ours runs on the page and nothing is fetched, whatever a
 * tree's names were to smuggle in.
 */
static void policy(struct arena *a, struct out *o)
{
	uint8_t digest[SHA256_SIZE];
	size_t size = 1;
	char *text, *to;

	for (size_t i = 0; page_js[i] != NULL; i++)
		size += strlen(page_js[i]) + 1;
	text = arena_alloc(a, size);
	if (text == NULL) {
		o->status = MPUC_E_NOMEM;
		return;
	}
	to = text;
	*to++ = '\n';
	for (size_t i = 0; page_js[i] != NULL; i++) {
		size_t n = strlen(page_js[i]);

		memcpy(to, page_js[i], n);
		to += n;
		*to++ = '\n';
	}
	sha256(text, size, digest);
	out_str(o, "<meta http-equiv=\"Content-Security-Policy\" content=\""
		"default-src 'none'; style-src 'unsafe-inline'; base-uri "
		"'none'; form-action 'none'; script-src 'sha256-");
	base64(digest, sizeof(digest), o);
	out_str(o, "'\">\n");
}

/* "MPU plan of system.dts" */
static void title(const struct picture *p, struct out *o)
{
	out_str(o, p->diff != NULL ? "MPU plans of " : "MPU plan of ");
	svg_inputs(p, o);
}

static void head(const struct picture *p, struct out *o)
{
	out_str(o, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
		"<meta charset=\"utf-8\">\n");
	policy(p->arena, o);
	out_str(o, "<meta name=\"viewport\" content=\"width=device-width\">\n"
		"<meta name=\"generator\" content=\"mpuc " MPUC_VERSION
		"\">\n<title>");
	title(p, o);
	out_str(o, "</title>\n<style>\n");
	lines(picture_css, o);
	lines(page_css, o);
	out_str(o, "</style>\n</head>\n<body>\n");
}

/* Of what a page is, and by whom. */
static void facts(const struct picture *p, struct out *o)
{
	const struct diff_view *d = p->diff;

	out_str(o, "<p class=\"facts\">");
	if (d == NULL) {
		svg_headline(p, o);
		out_str(o, ". ");
	}
	for (int i = 0; d != NULL && i < 2; i++) {
		out_str(o, i == 0 ? "before: " : "after: ");
		markup_text(o, i == 0 ? d->before : d->after);
		out_str(o, ", ");
		markup_text(o, d->machines[i]);
		out_str(o, ".<br>\n");
	}
	out_str(o, "Made by mpuc " MPUC_VERSION ".</p>\n");
}

static void verdict(const struct picture *p, struct out *o)
{
	const struct report_view *v = p->view;

	if (p->diff != NULL) {
		out_fmt(o, "<p>Verdict: <span class=\"verdict%s\">%s</span>.",
			p->diff->grows ? " fail" : "", diff_verdict(p->diff));
		return;
	}
	out_fmt(o, "<p>Verdict: <span class=\"verdict %s\">%s</span>; ",
		v->failed ? "fail" : "pass", v->failed ? "fail" : "pass");
	show_counts(o, v->sink);
	out_str(o, ".");
}

static void headline(const struct picture *p, struct out *o)
{
	out_str(o, "<header>\n<a class=\"skip\" href=\"#regions\">to the "
		"regions as tables</a>\n<h1>");
	title(p, o);
	out_str(o, "</h1>\n");
	facts(p, o);
	verdict(p, o);
	out_str(o, "</p>\n</header>\n<main>\n");
}

static void map(const struct picture *p, struct out *o)
{
	out_str(o, "<section aria-labelledby=\"h-map\">\n"
		"<h2 id=\"h-map\">Memory map</h2>\n"
		"<div class=\"controls\" hidden>\n"
		"<button type=\"button\" data-zoom=\"0.6667\" aria-label=\""
		"zoom out\">&minus;</button>\n"
		"<button type=\"button\" data-zoom=\"1.5\" aria-label=\""
		"zoom in\">+</button>\n"
		"<button type=\"button\" data-zoom=\"0\">reset</button>\n"
		"<button type=\"button\" data-zoom=\"exact\" aria-pressed=\""
		"false\">true to scale</button>\n"
		"<output>100%</output>\n"
		"<span class=\"facts\">Keys: + &minus; 0, arrows; Ctrl and the "
		"wheel.</span>\n</div>\n"
		"<div class=\"map\" role=\"region\" tabindex=\"0\" aria-label"
		"=\"memory map; the same stands below as tables\">\n");
	svg_map(p, true, o);
	out_str(o, "</div>\n<div class=\"detail\" role=\"status\" hidden>"
		"Point at a box, or reach it with Tab and the arrows: what it "
		"is then stands here.</div>\n");
	out_fmt(o, "<div class=\"key\"><svg xmlns=\"http://www.w3.org/2000/svg"
		"\" class=\"mpu\" role=\"group\" aria-label=\"legend\" width="
		"\"%u\" height=\"%u\" viewBox=\"0 0 %u %u\">\n", SVG_LEGEND,
		svg_legend(p, NULL), SVG_LEGEND, svg_legend(p, NULL));
	(void)svg_legend(p, o);
	out_str(o, "</svg></div>\n</section>\n");
}

static void foot(struct out *o)
{
	out_str(o, "</main>\n<script>\n");
	lines(page_js, o);
	out_str(o, "</script>\n</body>\n</html>\n");
}

void html_plan(const struct report_view *v, const char *context,
	       struct out *o)
{
	struct picture p;
	struct html_sources sources;
	enum mpuc_status st = picture_make(v, context, &p);

	if (st == MPUC_OK)
		st = html_sources(v, &sources);
	if (st != MPUC_OK) {
		o->status = st;
		return;
	}
	head(&p, o);
	headline(&p, o);
	map(&p, o);
	html_ledger(&p, o);
	html_findings(&sources, o);
	html_lanes(&p, o);
	html_listing(&sources, o);
	foot(o);
}

void html_diff(const struct diff_view *v, struct out *o)
{
	struct picture p;
	enum mpuc_status st = picture_make_diff(v, &p);

	if (st != MPUC_OK) {
		o->status = st;
		return;
	}
	head(&p, o);
	headline(&p, o);
	map(&p, o);
	html_diff_ledger(v, o);
	html_differences(v, o);
	html_lanes(&p, o);
	foot(o);
}
