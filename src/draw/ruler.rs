//! The bundled font, `DejaVu Sans`, and how wide texts are in it. Its notice is `data/font/LICENSE`.

use ttf_parser::Face;

/// The font's file.
pub(super) const FONT: &[u8] = include_bytes!("../../data/font/DejaVuSans.ttf");

/// The font's name, and what looks alike and is as wide where it is not installed.
pub(super) const FAMILY: &str = "DejaVu Sans, Verdana, Geneva, sans-serif";

/// The width, in parts of the size, of a character that the font does not have: it comes from another font.
const FOREIGN: f64 = 1.1;

/// Measures texts.
pub(super) struct Ruler {
    face: Option<Face<'static>>,
}

impl Ruler {
    /// A ruler for the bundled font.
    pub fn new() -> Self {
        Self { face: Face::parse(FONT, 0).ok() }
    }

    /// The width of a line of text of a size.
    pub fn width(&self, text: &str, size: f64) -> f64 {
        let advance = |character: char| {
            let face = self.face.as_ref()?;
            let glyph = face.glyph_index(character)?;
            Some(f64::from(face.glyph_hor_advance(glyph)?) / f64::from(face.units_per_em()))
        };
        text.chars().map(|character| advance(character).unwrap_or(FOREIGN)).sum::<f64>() * size
    }

    /// A text in lines of at most a width: broken between words, and within a word that is wider.
    pub fn lines(&self, text: &str, size: f64, width: f64) -> Vec<String> {
        let mut lines = Vec::new();
        for paragraph in text.split('\n') {
            let mut line = String::new();
            for word in paragraph.split_whitespace() {
                let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
                if self.width(&longer, size) <= width {
                    line = longer;
                    continue;
                }
                if !line.is_empty() {
                    lines.push(std::mem::take(&mut line));
                }
                line = self.broken(word, size, width, &mut lines);
            }
            lines.push(line);
        }
        lines
    }

    /// Breaks a word where it is too wide; what is left of it begins the next line.
    fn broken(&self, word: &str, size: f64, width: f64, lines: &mut Vec<String>) -> String {
        let mut part = String::new();
        for character in word.chars() {
            part.push(character);
            if self.width(&part, size) > width && part.chars().count() > 1 {
                part.pop();
                lines.push(std::mem::replace(&mut part, character.to_string()));
            }
        }
        part
    }
}
