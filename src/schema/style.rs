//! How things look in pictures: `[style.label.Forum]`, `[style.relationship.MEMBER_OF]`.

use std::fmt;
use std::str::FromStr;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::{Error, Schema};
use crate::text::Place;

/// What a package states about the look of its graph. What it does not state, pictures choose.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Style {
    /// The look of the nodes with a label.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub label: IndexMap<String, LabelStyle>,
    /// The look of the relationships of a type.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub relationship: IndexMap<String, RelationshipStyle>,
    /// Where it stands in the schema's file.
    #[serde(skip)]
    pub place: Place,
}

/// The look of the nodes with a label.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct LabelStyle {
    /// Their outline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shape: Option<Shape>,
    /// Their colour, where the property of `colours` gives none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colour: Option<Colour>,
    /// The property that gives the colour. Without it, the first one whose values are adjectives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Colours by the value of that property.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub colours: IndexMap<String, Colour>,
    /// What they are gathered by: a relationship type, which leads to the name of the group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
}

/// The look of the relationships of a type.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct RelationshipStyle {
    /// Their colour.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colour: Option<Colour>,
    /// Their stroke.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<Line>,
    /// Their head.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub head: Option<Head>,
}

/// The outline of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Shape {
    /// With right angles.
    Rectangle,
    /// With round corners.
    Rounded,
    /// Oval.
    Ellipse,
    /// With a point at either side.
    Hexagon,
    /// With corners cut off.
    Octagon,
    /// Leaning.
    Parallelogram,
    /// Narrower above.
    Trapezium,
}

impl Shape {
    /// All of them, in the order in which labels without a style take them.
    pub const ALL: [Self; 7] =
        [Self::Rounded, Self::Ellipse, Self::Rectangle, Self::Hexagon, Self::Octagon, Self::Parallelogram, Self::Trapezium];
}

/// The stroke of a relationship. Dashes are kept for what is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Line {
    /// Plain.
    Solid,
    /// Of points.
    Dotted,
    /// Thick.
    Bold,
}

/// The head of a relationship.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Head {
    /// A filled triangle.
    Filled,
    /// An outlined triangle.
    Open,
    /// Two strokes.
    Vee,
    /// A diamond.
    Diamond,
    /// A point.
    Dot,
}

/// Strokes and heads in the order in which types without a style take them.
pub const STROKES: [(Line, Head); 8] = [
    (Line::Solid, Head::Filled),
    (Line::Dotted, Head::Filled),
    (Line::Bold, Head::Vee),
    (Line::Solid, Head::Open),
    (Line::Dotted, Head::Open),
    (Line::Solid, Head::Diamond),
    (Line::Dotted, Head::Diamond),
    (Line::Solid, Head::Dot),
];

/// A colour: red, green, blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Colour(pub [u8; 3]);

/// The palette of Okabe and Ito (2008), whose colours those who are colour-blind tell apart, too; and two greys. The first seven are
/// taken, in this order, where no colour is stated.
pub const PALETTE: [(&str, Colour); 10] = [
    ("sky blue", Colour([0x56, 0xB4, 0xE9])),
    ("orange", Colour([0xE6, 0x9F, 0x00])),
    ("green", Colour([0x00, 0x9E, 0x73])),
    ("yellow", Colour([0xF0, 0xE4, 0x42])),
    ("purple", Colour([0xCC, 0x79, 0xA7])),
    ("vermillion", Colour([0xD5, 0x5E, 0x00])),
    ("blue", Colour([0x00, 0x72, 0xB2])),
    ("black", Colour([0x00, 0x00, 0x00])),
    ("grey", Colour([0x99, 0x99, 0x99])),
    ("light grey", Colour([0xDD, 0xDD, 0xDD])),
];

impl Schema {
    /// Takes the looks of a text that states nothing else, which win over its own.
    ///
    /// # Errors
    /// Everything that is wrong with the text, and looks of what the schema does not have.
    pub fn restyle(&mut self, text: &str) -> Result<(), Vec<Error>> {
        let style = Self::read(text)?.style;
        let own = Self { labels: self.labels.clone(), relationships: self.relationships.clone(), style, ..Self::default() };
        let mut errors = Vec::new();
        super::check::style(&own, &mut errors);
        if !errors.is_empty() {
            return Err(errors);
        }
        self.style.merge(own.style);
        Ok(())
    }
}

impl Style {
    /// Adds the looks of another package: they win.
    pub(super) fn merge(&mut self, other: Self) {
        self.label.extend(other.label);
        self.relationship.extend(other.relationship);
    }

    /// Whether nothing is stated.
    pub fn is_empty(&self) -> bool {
        self.label.is_empty() && self.relationship.is_empty()
    }
}

impl fmt::Display for Colour {
    /// As pages write it: `#56B4E9`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02X}{green:02X}{blue:02X}")
    }
}

impl FromStr for Colour {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Some((_, colour)) = PALETTE.iter().find(|(name, _)| *name == text) {
            return Ok(*colour);
        }
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let number = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok()).ok_or_else(|| {
            let names = PALETTE.map(|(name, _)| name).join(", ");
            format!("unknown colour `{text}`; colours are {names}, and such as `#56B4E9`")
        })?;
        let [_, red, green, blue] = number.to_be_bytes();
        Ok(Self([red, green, blue]))
    }
}

impl TryFrom<String> for Colour {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Colour> for String {
    fn from(colour: Colour) -> Self {
        PALETTE.iter().find(|(_, known)| *known == colour).map_or_else(|| colour.to_string(), |(name, _)| (*name).to_owned())
    }
}
