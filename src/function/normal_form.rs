//! The normal forms of Unicode (Unicode Standard Annex 15).

use unicode_normalization::{UnicodeNormalization, is_nfc, is_nfd, is_nfkc, is_nfkd};

/// How characters that can be written in several ways are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NormalForm {
    /// Composed.
    #[default]
    Nfc,
    /// Decomposed.
    Nfd,
    /// Composed, without differences of form such as that of a ligature.
    Nfkc,
    /// Decomposed, without differences of form such as that of a ligature.
    Nfkd,
}

impl NormalForm {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Nfc, Self::Nfd, Self::Nfkc, Self::Nfkd];

    /// Its name in the standard.
    pub fn name(self) -> &'static str {
        match self {
            Self::Nfc => "NFC",
            Self::Nfd => "NFD",
            Self::Nfkc => "NFKC",
            Self::Nfkd => "NFKD",
        }
    }

    /// The form of this name, without regard to case.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.name().eq_ignore_ascii_case(name))
    }

    /// The text in this form. It is at most 18 times as long.
    pub fn of(self, text: &str) -> String {
        match self {
            Self::Nfc => text.nfc().collect(),
            Self::Nfd => text.nfd().collect(),
            Self::Nfkc => text.nfkc().collect(),
            Self::Nfkd => text.nfkd().collect(),
        }
    }

    /// Whether the text is in this form. O(length of the text).
    pub fn holds(self, text: &str) -> bool {
        match self {
            Self::Nfc => is_nfc(text),
            Self::Nfd => is_nfd(text),
            Self::Nfkc => is_nfkc(text),
            Self::Nfkd => is_nfkd(text),
        }
    }
}
