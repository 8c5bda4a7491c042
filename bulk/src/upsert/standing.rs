//! What is to be done about each row of a window, and what was done after an unknown outcome.

use crate::ids::{first_places, merged, sorted};
use crate::job::NO_RECORD;

/// What was found of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// The user may not know.
    Hidden,
    /// Its external id is that of a record of another model.
    OfAnother,
    /// Its records.
    Records {
        /// How many there are.
        count: u32,
        /// The first of them.
        id: u64,
        /// Whether the one record holds all that the row says.
        is_same: bool,
    },
}

impl Found {
    /// The one record that it is.
    fn record(self) -> Option<(u64, bool)> {
        match self {
            Self::Records {
                count: 1,
                id,
                is_same,
            } => Some((id, is_same)),
            _ => None,
        }
    }
}

/// What is to be done about a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// There is no record: it is to be made.
    Missing,
    /// The record is as it is to be.
    Unchanged,
    /// The record holds something else, or nobody knows: the row is to be stored.
    Different,
    /// Several records have the key: it is refused.
    Ambiguous,
    /// The external id is that of a record of another model: it is refused.
    OfAnother,
    /// The record is that of an earlier row: it is refused.
    Repeated,
}

/// Judges the rows of a window; `seen` are the records of the rows so far, in order. Of two rows of
/// one record, as two external ids make them, the later one is refused: which of them is stored
/// last, nobody could tell, since calls go out side by side.
pub(super) fn standings(found: &[Found], seen: &mut Vec<u64>) -> Vec<Standing> {
    let record = |found: &Found| found.record().map_or(NO_RECORD, |(id, _)| id);
    let ids: Vec<u64> = found.iter().map(record).collect();
    let firsts = first_places(&ids);
    let is_repeated =
        |place: usize, id| (firsts[place] as usize) < place || seen.binary_search(&id).is_ok();
    let standing = |(place, found): (usize, &Found)| match *found {
        Found::Hidden => Standing::Different,
        Found::OfAnother => Standing::OfAnother,
        Found::Records { count: 0, .. } => Standing::Missing,
        Found::Records { count: 1, id, .. } if is_repeated(place, id) => Standing::Repeated,
        Found::Records {
            count: 1,
            is_same: true,
            ..
        } => Standing::Unchanged,
        Found::Records { count: 1, .. } => Standing::Different,
        Found::Records { .. } => Standing::Ambiguous,
    };
    let standings = found.iter().enumerate().map(standing).collect();
    // Sorting all of them for each window took four times as long for a million rows.
    *seen = merged(seen, &sorted(&ids));
    standings
}

/// The records of the rows that are done after an unknown outcome, [`NO_RECORD`] for the others. A
/// row that made its record is done when that is there; one that changed it, when it `holds` all
/// that the row says.
pub fn there(found: &[Found], holds: bool) -> Vec<u64> {
    let record = |found: &Found| match found.record() {
        Some((id, is_same)) if is_same || !holds => id,
        _ => NO_RECORD,
    };
    found.iter().map(record).collect()
}
