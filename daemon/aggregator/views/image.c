/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/views/image.h"

#include "base/err.h"

#include <librsvg/rsvg.h>

enum { SCALE = 2 };
static const double LARGEST = 4000;

static cairo_status_t put_bytes(void *ctx, const unsigned char *bytes, unsigned len)
{
    return staith_buf_append(ctx, bytes, len) == 0 ? CAIRO_STATUS_SUCCESS
                                                   : CAIRO_STATUS_WRITE_ERROR;
}

static int draw(RsvgHandle *handle, double width, double height, struct staith_buf *out)
{
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, (int)(width * SCALE),
                                                          (int)(height * SCALE));
    cairo_t *cairo = cairo_create(surface);
    const RsvgRectangle all = {0, 0, width * SCALE, height * SCALE};
    int code = rsvg_handle_render_document(handle, cairo, &all, NULL) ? 0 : STAITH_ERR_NOMEM;
    cairo_destroy(cairo);
    if (code == 0) {
        cairo_status_t status = cairo_surface_write_to_png_stream(surface, put_bytes, out);
        code = status == CAIRO_STATUS_SUCCESS       ? 0
               : status == CAIRO_STATUS_WRITE_ERROR ? STAITH_ERR_LIMIT
                                                    : STAITH_ERR_NOMEM;
    }
    cairo_surface_destroy(surface);
    return code;
}

int staith_image_png(const void *svg, size_t len, struct staith_buf *out)
{
    double width = 0;
    double height = 0;
    RsvgHandle *handle = rsvg_handle_new_from_data(svg, len, NULL);
    if (handle == NULL) {
        return STAITH_ERR_INVAL;
    }
    bool sized = rsvg_handle_get_intrinsic_size_in_pixels(handle, &width, &height);
    int code = sized && width >= 1 && height >= 1 && width <= LARGEST && height <= LARGEST
                   ? draw(handle, width, height, out)
                   : STAITH_ERR_INVAL;
    g_object_unref(handle);
    return code;
}
