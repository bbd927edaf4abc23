/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AGGREGATOR_VIEWS_SVG_H
#define STAITH_AGGREGATOR_VIEWS_SVG_H
/*
 * Pieces that charts are drawn from. Colours and strokes come from one style sheet by class: a
 * page's own, or the one that a picture in a file of its own carries. Included by
 * aggregator/views only.
 */
#include "aggregator/views/html.h"

#include <stddef.h>

/** A drawing in the making. */
struct staith_svg {
    struct staith_html *html;
    bool standalone; /**< a file of its own: carries its style and a white ground */
    bool styled;     /**< carries its style: what prints a page does not hand its own down */
};

/** Charts are this wide in their own units, so that their text can be read on a phone. */
enum { STAITH_SVG_WIDTH = 430 };

/** The style of charts. Static. */
const char *staith_svg_style(void);

/** Begin a picture with a title and, unless NULL, a description for who cannot see it. */
void staith_svg_open(struct staith_svg *svg, const char *class_name, int width, int height,
                     const char *title, const char *description);
void staith_svg_close(struct staith_svg *svg);
void staith_svg_line(struct staith_svg *svg, const char *class_name, double x1, double y1,
                     double x2, double y2);
void staith_svg_text(struct staith_svg *svg, const char *class_name, double x, double y,
                     const char *text);
/** About how wide a text is in Arial of `size`; generous, since the reader may have another face.
 */
double staith_svg_text_width(const char *text, double size);
/** A text cut to `room` with an ellipsis, if need be; `size` is that of its class. */
void staith_svg_text_within(struct staith_svg *svg, const char *class_name, double x, double y,
                            double size, double room, const char *text);

/** A name at the end of a line. */
struct staith_svg_label {
    const char *text;
    const char *class_name;
    double y; /**< where it would stand if it were alone */
};
/** Names at `x`, each below the one before and none in another, between `top` and `bottom` where
 *  there is room. `labels` is put into that order. */
void staith_svg_labels(struct staith_svg *svg, double x, double room, double top, double bottom,
                       struct staith_svg_label *labels, size_t count);
void staith_svg_rect(struct staith_svg *svg, const char *class_name, double x, double y,
                     double width, double height);
void staith_svg_dot(struct staith_svg *svg, const char *class_name, double x, double y,
                    double radius);
/** A diamond about a point. */
void staith_svg_diamond(struct staith_svg *svg, const char *class_name, double x, double y,
                        double radius);

enum { STAITH_SVG_PATH_BYTES = 8192 };

/** A line through points; a gap begins a stretch of its own. */
struct staith_svg_path {
    char text[STAITH_SVG_PATH_BYTES];
    size_t len;
    bool drawing;
};

void staith_svg_path_start(struct staith_svg_path *path);
void staith_svg_path_to(struct staith_svg_path *path, double x, double y);
void staith_svg_path_gap(struct staith_svg_path *path);
/** Draw it, unless it has no point. */
void staith_svg_path(struct staith_svg *svg, const char *class_name,
                     const struct staith_svg_path *path);

/** An axis from `least` to `most` with round steps. */
struct staith_svg_scale {
    double least;
    double most;
    double step;
    double from; /**< where `least` and `most` are drawn */
    double to;
};

/** The scale whose end is the first round step at or above `most`; at most `steps` of them. */
void staith_svg_scale_up(struct staith_svg_scale *scale, double most, double steps, double from,
                         double to);
double staith_svg_at(const struct staith_svg_scale *scale, double value);
/** A step as it is written at the axis. */
void staith_svg_step_text(const struct staith_svg_scale *scale, double value, char *out,
                          size_t cap);

#endif
