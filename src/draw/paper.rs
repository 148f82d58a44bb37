//! PNG and PDF, from the SVG: by resvg and svg2pdf, with the bundled font and no other.

use std::sync::Arc;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::{Database, Source};
use resvg::usvg::{Options, Tree};

use super::error::Error;
use super::ruler::FONT;

/// Pixels to a point of the page, so that text is sharp in print.
const SCALE: f32 = 2.0;

/// Pixels that a picture has at most on a side.
const LARGEST: f32 = 12_000.0;

/// The name by which the font is asked for.
const NAME: &str = "DejaVu Sans";

/// Paints a page as PNG.
pub(super) fn png(svg: &[u8]) -> Result<Vec<u8>, Error> {
    let tree = tree(svg)?;
    let size = tree.size();
    let scale = SCALE.min(LARGEST / size.width().max(size.height()));
    let pixels = |length: f32| (length * scale).ceil().max(1.0) as u32;
    let mut picture = Pixmap::new(pixels(size.width()), pixels(size.height())).ok_or_else(|| Error::Paint("it has no size".to_owned()))?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut picture.as_mut());
    picture.encode_png().map_err(|error| Error::Paint(error.to_string()))
}

/// Writes a page as PDF, of its own size.
pub(super) fn pdf(svg: &[u8]) -> Result<Vec<u8>, Error> {
    let tree = tree(svg)?;
    let options = svg2pdf::ConversionOptions { embed_text: true, ..svg2pdf::ConversionOptions::default() };
    // Points on paper are points in the picture.
    svg2pdf::to_pdf(&tree, options, svg2pdf::PageOptions { dpi: 72.0 }).map_err(|error| Error::Paint(error.to_string()))
}

fn tree(svg: &[u8]) -> Result<Tree, Error> {
    let mut fonts = Database::new();
    fonts.load_font_source(Source::Binary(Arc::new(FONT)));
    fonts.set_sans_serif_family(NAME);
    let options = Options { font_family: NAME.to_owned(), fontdb: Arc::new(fonts), ..Options::default() };
    Tree::from_data(svg, &options).map_err(|error| Error::Paint(error.to_string()))
}
