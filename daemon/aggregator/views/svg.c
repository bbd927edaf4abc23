/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/views/svg.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/*
 * Better and worse are blue and orange, which people with colour blindness tell apart; text beside
 * every mark says the same. Text has a contrast of 7:1 on white.
 */
const char *staith_svg_style(void)
{
    return "svg text{font-family:Arial,Helvetica,sans-serif;font-size:14px;fill:#0b0c0c}"
           "svg .end{text-anchor:end}svg .middle{text-anchor:middle}"
           "svg .strong{font-weight:700}svg .small{font-size:12px}"
           "svg .quiet{font-size:12px;fill:#383f43}"
           "svg .ground{fill:#fff}svg .leader{stroke:#505a5f;stroke-width:.8}"
           "svg .bar{fill:#8a959d}svg .bar.better{fill:#5694ca}svg .bar.worse{fill:#e08a4c}"
           "svg .bar.similar{fill:#b1b9bf}"
           "svg .whisker{stroke:#0b0c0c;stroke-width:1.5}"
           "svg .grid{stroke:#dfe3e6;stroke-width:1}svg .base{stroke:#505a5f;stroke-width:1}"
           "svg .region{stroke:#12344d;stroke-width:2.5;fill:none}"
           "svg .england{stroke:#94400c;stroke-width:2.5;stroke-dasharray:7 5;fill:none}"
           "svg .median{fill:#fff;stroke:#0b0c0c;stroke-width:1.5}"
           "svg .other{stroke:#b1b9bf;stroke-width:1.3;fill:none;stroke-linecap:round;"
           "stroke-linejoin:round}"
           "svg .picked{stroke:#0b0c0c;stroke-width:3.5;fill:none;stroke-linecap:round;"
           "stroke-linejoin:round}"
           "svg .target{stroke:#00563b;stroke-width:2;stroke-dasharray:2 4;fill:none}"
           "svg .phase{stroke:#0b0c0c;stroke-width:1;stroke-dasharray:1 4}"
           "svg .limit{stroke:#505a5f;stroke-width:1.5;fill:none}"
           "svg .limit.far{stroke-dasharray:6 4}"
           "svg .limit.plain{stroke:#b1b9bf;stroke-dasharray:2 3}"
           "svg .centre{stroke:#12344d;stroke-width:1.5}"
           "svg .dot{fill:#505a5f}svg .dot.better{fill:#1d70b8}svg .dot.worse{fill:#c4560f}"
           "svg .dot.noted{fill:#0b0c0c}"
           "svg .tile{fill:#eef1f3;stroke:#fff;stroke-width:3}svg .tile.better{fill:#bbd4ea}"
           "svg .tile.worse{fill:#fbd3b8}svg .tile.similar{fill:#dfe3e6}"
           "svg .cap{stroke:#942514;stroke-width:3}svg .cap.ended{stroke-dasharray:3 3}"
           "svg .rate{fill:#5694ca;fill-opacity:.75;stroke:#fff;stroke-width:1}"
           "svg .line{stroke-width:2.2;fill:none;stroke-linecap:round;stroke-linejoin:round}"
           "svg .l0{stroke:#1d70b8}svg .l1{stroke:#85540b}svg .l2{stroke:#00703c}"
           "svg .l3{stroke:#912b88}svg .l4{stroke:#505a5f}svg .l5{stroke:#0b0c0c}"
           "svg .share{stroke:#fff;stroke-width:2}svg .s0{fill:#8fb8dc}svg .s1{fill:#c6dbee}"
           "svg .s2{fill:#fbd9c2}svg .s3{fill:#ee9a63}svg .s4{fill:#d5dadd}svg .s5{fill:#e9d9a6}"
           "svg .s6{fill:#b7d8c2}svg .s7{fill:#d9c9e6}";
}

void staith_svg_open(struct staith_svg *svg, const char *class_name, int width, int height,
                     const char *title, const char *description)
{
    struct staith_html *html = svg->html;
    staith_html_open_class(html, "svg", class_name);
    staith_html_attr(html, "xmlns", "http://www.w3.org/2000/svg");
    staith_html_attr(html, "role", "img");
    staith_html_attrf(html, "viewBox", "0 0 %d %d", width, height);
    staith_html_attrf(html, "width", "%d", width);
    staith_html_attrf(html, "height", "%d", height);
    staith_html_element(html, "title", NULL, title);
    if (description != NULL) {
        staith_html_element(html, "desc", NULL, description);
    }
    if (svg->standalone || svg->styled) {
        staith_html_style(html, staith_svg_style());
    }
    if (svg->standalone) {
        staith_svg_rect(svg, "ground", 0, 0, width, height);
    }
}

void staith_svg_close(struct staith_svg *svg)
{
    staith_html_close(svg->html);
}

void staith_svg_line(struct staith_svg *svg, const char *class_name, double x1, double y1,
                     double x2, double y2)
{
    staith_html_open_class(svg->html, "line", class_name);
    staith_html_attrf(svg->html, "x1", "%.1f", x1);
    staith_html_attrf(svg->html, "y1", "%.1f", y1);
    staith_html_attrf(svg->html, "x2", "%.1f", x2);
    staith_html_attrf(svg->html, "y2", "%.1f", y2);
    staith_html_close(svg->html);
}

void staith_svg_text(struct staith_svg *svg, const char *class_name, double x, double y,
                     const char *text)
{
    staith_html_open(svg->html, "text");
    if (class_name != NULL) {
        staith_html_attr(svg->html, "class", class_name);
    }
    staith_html_attrf(svg->html, "x", "%.1f", x);
    staith_html_attrf(svg->html, "y", "%.1f", y);
    staith_html_text(svg->html, text);
    staith_html_close(svg->html);
}

/* Widths of Arial in thousandths of its size, by kinds of letters. */
double staith_svg_text_width(const char *text, double size)
{
    unsigned width = 0;
    for (const char *at = text; *at != '\0'; at++) {
        if (((unsigned char)*at & 0xC0U) == 0x80U) {
            continue; /* the rest of a letter */
        }
        width += strchr("ijlIt.,:;'!|()f ", *at) != NULL ? 310
                 : strchr("mwMW%", *at) != NULL          ? 880
                 : *at >= 'A' && *at <= 'Z'              ? 720
                                                         : 556;
    }
    return (double)width / 1000 * size;
}

void staith_svg_text_within(struct staith_svg *svg, const char *class_name, double x, double y,
                            double size, double room, const char *text)
{
    static const char ELLIPSIS[] = "\xE2\x80\xA6";
    char cut[256];
    size_t len = strlen(text);
    if (staith_svg_text_width(text, size) <= room || len + sizeof(ELLIPSIS) > sizeof(cut)) {
        staith_svg_text(svg, class_name, x, y, text);
        return;
    }
    memcpy(cut, text, len + 1);
    while (len > 1 && staith_svg_text_width(cut, size) > room - size) {
        len--;
        while (len > 1 && (((unsigned char)cut[len] & 0xC0U) == 0x80U || cut[len - 1] == ' ')) {
            len--;
        }
        cut[len] = '\0';
    }
    memcpy(cut + len, ELLIPSIS, sizeof(ELLIPSIS));
    staith_svg_text(svg, class_name, x, y, cut);
}

enum { LABEL_GAP = 15, LABEL_SIZE = 12 };

void staith_svg_labels(struct staith_svg *svg, double x, double room, double top, double bottom,
                       struct staith_svg_label *labels, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        const struct staith_svg_label label = labels[i];
        size_t at = i;
        for (; at > 0 && labels[at - 1].y > label.y; at--) {
            labels[at] = labels[at - 1];
        }
        labels[at] = label;
    }
    const double gap = fmin(LABEL_GAP, (bottom - top) / fmax(1, (double)count));
    for (size_t i = 1; i < count; i++) {
        labels[i].y = fmax(labels[i].y, labels[i - 1].y + gap);
    }
    for (size_t i = count; i > 0; i--) {
        labels[i - 1].y = fmin(labels[i - 1].y, i == count ? bottom : labels[i].y - gap);
    }
    for (size_t i = 0; i < count; i++) {
        staith_svg_text_within(svg, labels[i].class_name, x, labels[i].y + 4, LABEL_SIZE, room,
                               labels[i].text);
    }
}

void staith_svg_rect(struct staith_svg *svg, const char *class_name, double x, double y,
                     double width, double height)
{
    staith_html_open_class(svg->html, "rect", class_name);
    staith_html_attrf(svg->html, "x", "%.1f", x);
    staith_html_attrf(svg->html, "y", "%.1f", y);
    staith_html_attrf(svg->html, "width", "%.1f", fmax(0, width));
    staith_html_attrf(svg->html, "height", "%.1f", fmax(0, height));
    staith_html_close(svg->html);
}

void staith_svg_dot(struct staith_svg *svg, const char *class_name, double x, double y,
                    double radius)
{
    staith_html_open_class(svg->html, "circle", class_name);
    staith_html_attrf(svg->html, "cx", "%.1f", x);
    staith_html_attrf(svg->html, "cy", "%.1f", y);
    staith_html_attrf(svg->html, "r", "%.1f", radius);
    staith_html_close(svg->html);
}

void staith_svg_diamond(struct staith_svg *svg, const char *class_name, double x, double y,
                        double radius)
{
    staith_html_open_class(svg->html, "path", class_name);
    staith_html_attrf(svg->html, "d", "M%.1f %.1fL%.1f %.1fL%.1f %.1fL%.1f %.1fZ", x, y - radius,
                      x + radius, y, x, y + radius, x - radius, y);
    staith_html_close(svg->html);
}

void staith_svg_path_start(struct staith_svg_path *path)
{
    path->text[0] = '\0';
    path->len = 0;
    path->drawing = false;
}

/* A lone point is drawn as a dot by the round cap of a line of no length. */
void staith_svg_path_to(struct staith_svg_path *path, double x, double y)
{
    char piece[64];
    int len = path->drawing ? snprintf(piece, sizeof(piece), "L%.1f %.1f", x, y)
                            : snprintf(piece, sizeof(piece), "M%.1f %.1fl0 0", x, y);
    if (len > 0 && (size_t)len < sizeof(piece) && path->len + (size_t)len < sizeof(path->text)) {
        memcpy(path->text + path->len, piece, (size_t)len + 1);
        path->len += (size_t)len;
        path->drawing = true;
    }
}

void staith_svg_path_gap(struct staith_svg_path *path)
{
    path->drawing = false;
}

void staith_svg_path(struct staith_svg *svg, const char *class_name,
                     const struct staith_svg_path *path)
{
    if (path->len > 0) {
        staith_html_open_class(svg->html, "path", class_name);
        staith_html_attr(svg->html, "d", path->text);
        staith_html_close(svg->html);
    }
}

void staith_svg_scale_up(struct staith_svg_scale *scale, double most, double steps, double from,
                         double to)
{
    static const double FACTORS[] = {2.0, 2.5, 2.0};
    double step = 0.1;
    for (unsigned i = 0; i < 60 && step * steps < most; i++) {
        step *= FACTORS[i % 3];
    }
    *scale = (struct staith_svg_scale){
        .most = fmax(step, step * ceil(most / step - 1e-9)), .step = step, .from = from, .to = to};
}

double staith_svg_at(const struct staith_svg_scale *scale, double value)
{
    double part = (value - scale->least) / (scale->most - scale->least);
    return scale->from + part * (scale->to - scale->from);
}

void staith_svg_step_text(const struct staith_svg_scale *scale, double value, char *out, size_t cap)
{
    (void)snprintf(out, cap, scale->step < 1 ? "%.1f" : "%.0f", value);
}
