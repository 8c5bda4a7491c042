//! The Odoo series a database behaves like, and where 20.0 and the series before it part.

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
    /// saas~19.3, which only Odoo's own hosting serves: 19.0 where binary fields are on their way
    /// to what 20.0 has
    V19_3,
    /// Odoo 20.0, made after documents: no real server's answer was recorded
    V20,
}

impl Flavour {
    /// Every series that is for everybody, oldest first.
    pub const ALL: [Self; 4] = [Self::V17, Self::V18, Self::V19, Self::V20];

    /// The series of which real servers' answers were recorded.
    pub const RECORDED: [Self; 3] = [Self::V17, Self::V18, Self::V19];

    /// Every series the sandbox speaks, those between the others included.
    pub(crate) const EVERY: [Self; 5] = [Self::V17, Self::V18, Self::V19, Self::V19_3, Self::V20];

    /// Returns the major number: 17, 18, 19 or 20.
    pub const fn major(self) -> u32 {
        self.number().0
    }

    /// Returns the number that ranges of series (`19.3+`) are compared with.
    pub(crate) const fn number(self) -> (u32, u32) {
        match self {
            Self::V17 => (17, 0),
            Self::V18 => (18, 0),
            Self::V19 => (19, 0),
            Self::V19_3 => (19, 3),
            Self::V20 => (20, 0),
        }
    }

    /// Tells whether it is one of the series between two majors: `saas~19.3`.
    pub const fn is_saas(self) -> bool {
        self.number().1 != 0
    }

    /// The field of `res.users` that holds the user's groups.
    pub(crate) fn user_groups_field(self) -> &'static str {
        if self >= Self::V19 {
            "group_ids"
        } else {
            "groups_id"
        }
    }

    /// Tells whether `ir.attachment` has `datas`, and `raw` is the content decoded as text.
    pub(crate) fn has_datas(self) -> bool {
        self < Self::V19_3
    }

    /// Tells whether reading a binary field gives `{filename?, content, size}`, and base64 is
    /// decoded strictly.
    pub(crate) fn has_binary_objects(self) -> bool {
        self >= Self::V20
    }
}

impl fmt::Display for Flavour {
    /// Writes the series as a server names it: `19.0`, `saas~19.3`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (major, minor) = self.number();
        let saas = if self.is_saas() { "saas~" } else { "" };
        write!(f, "{saas}{major}.{minor}")
    }
}

/// A series the sandbox does not speak.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownFlavour(String);

impl fmt::Display for UnknownFlavour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Odoo {:?} is not one of the sandbox's series: use 17, 18, 19, 20 or saas-19.3",
            self.0
        )
    }
}

impl std::error::Error for UnknownFlavour {}

impl FromStr for Flavour {
    type Err = UnknownFlavour;

    /// Reads `17`, `17.0`, `18` …, and `saas-19.3`, `saas~19.3` or `19.3`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bare = text
            .strip_prefix("saas-")
            .or_else(|| text.strip_prefix("saas~"));
        let (major, minor) = match bare.unwrap_or(text).split_once('.') {
            Some((major, minor)) => (major.parse(), minor.parse()),
            None => (text.parse(), Ok(0)),
        };
        let number = major.ok().zip(minor.ok());
        Self::EVERY
            .into_iter()
            .find(|flavour| number == Some(flavour.number()))
            .filter(|flavour| bare.is_none() || flavour.is_saas())
            .ok_or_else(|| UnknownFlavour(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_series_is_read_as_it_is_written_and_as_people_write_it() {
        for flavour in Flavour::EVERY {
            assert_eq!(flavour.to_string().parse(), Ok(flavour));
        }
        for (text, flavour) in [
            ("17", Flavour::V17),
            ("19.0", Flavour::V19),
            ("saas-19.3", Flavour::V19_3),
            ("19.3", Flavour::V19_3),
            ("20", Flavour::V20),
        ] {
            assert_eq!(text.parse(), Ok(flavour), "{text}");
        }
        for text in [
            "",
            "16",
            "21.0",
            "saas-19.0",
            "saas~20",
            "19.4",
            "x",
            "19.x",
        ] {
            assert!(text.parse::<Flavour>().is_err(), "{text}");
        }
    }
}
