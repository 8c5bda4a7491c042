//! The Odoo series a database behaves like.

use std::fmt;
use std::str::FromStr;

/// An Odoo series; later series compare greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flavour {
    /// Odoo 17.0
    V17,
    /// Odoo 18.0
    V18,
    /// Odoo 19.0
    V19,
}

impl Flavour {
    /// Every series the sandbox speaks, oldest first.
    pub const ALL: [Self; 3] = [Self::V17, Self::V18, Self::V19];

    /// Returns the major number: 17, 18 or 19.
    pub const fn major(self) -> u32 {
        match self {
            Self::V17 => 17,
            Self::V18 => 18,
            Self::V19 => 19,
        }
    }

    /// The field of `res.users` that holds the user's groups.
    pub(crate) const fn user_groups_field(self) -> &'static str {
        match self {
            Self::V19 => "group_ids",
            _ => "groups_id",
        }
    }
}

impl fmt::Display for Flavour {
    /// Writes the series as a server names it: `19.0`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.0", self.major())
    }
}

/// A series the sandbox does not speak.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownFlavour(String);

impl fmt::Display for UnknownFlavour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Odoo {:?} is not one of the sandbox's series: use 17, 18 or 19",
            self.0
        )
    }
}

impl std::error::Error for UnknownFlavour {}

impl FromStr for Flavour {
    type Err = UnknownFlavour;

    /// Reads `17`, `17.0`, `18` …
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|flavour| text.strip_suffix(".0").unwrap_or(text).parse() == Ok(flavour.major()))
            .ok_or_else(|| UnknownFlavour(text.to_owned()))
    }
}
