//! Reads of one tick that go out together: who fits into one call, and what the call owes each
//! caller.

use crate::ids::first_places;
use crate::job::NO_RECORD;

/// How a failure concerns the callers of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Concerns {
    /// Everybody: the network, the login.
    All,
    /// A few records: they do not exist, or may not be read.
    Records,
    /// Perhaps a few records, perhaps everybody: the server's own error.
    Unclear,
}

impl Concerns {
    /// How a failure with that `reason` of the client's concerns them. What has no reason is no
    /// error of the server's.
    pub fn of(reason: &str) -> Self {
        match reason {
            "access" | "missing" => Self::Records,
            "server" | "validation" | "redirect" | "lock" | "unknownModel" | "unknownMethod"
            | "wrongSignature" | "unknownDatabase" | "granularity" => Self::Unclear,
            _ => Self::All,
        }
    }
}

/// What to do after a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// Every caller gets the error.
    Tell,
    /// The first caller is asked for alone: where that fails alike, every caller gets the error;
    /// else they are divided.
    Probe,
    /// Halves of the callers are asked for by themselves.
    Divide,
}

/// What to do after a failure of a call that so many callers still wait for.
pub fn after_failure(concerns: Concerns, waiting: usize) -> Then {
    match concerns {
        _ if waiting < 2 => Then::Tell,
        Concerns::All => Then::Tell,
        Concerns::Records => Then::Divide,
        Concerns::Unclear => Then::Probe,
    }
}

/// Divides callers into parts that fit into one call of at most `most` different ids: how many
/// callers each has. A caller with more ids has a part of its own. `counts` are the numbers of ids
/// of the callers, `ids` those of all.
pub fn parts(counts: &[u32], ids: &[u64], most: usize) -> Vec<u32> {
    let mut parts: Vec<u32> = Vec::new();
    let firsts = first_places(ids);
    // The part that an id is in, by the place where it comes first; counted from 1.
    let mut part_of = vec![0; ids.len()];
    let mut size = 0;
    let mut start = 0;
    for &count in counts {
        let own = &firsts[start..(start + count as usize).min(firsts.len())];
        start += own.len();
        let fresh = |part: usize| {
            let is_fresh = |&&first: &&u32| part_of[first as usize] != part;
            own.iter().filter(is_fresh).count()
        };
        if parts.is_empty() || size + fresh(parts.len()) > most {
            parts.push(0);
            size = 0;
        }
        let part = parts.len();
        for &first in own {
            let known = &mut part_of[first as usize];
            size += usize::from(*known != part);
            *known = part;
        }
        parts[part - 1] += 1;
    }
    parts
}

/// What a call that was answered owes: for each id of each caller the place of its record among the
/// records, and whether another caller has that very record, so that this one needs a copy. `None`
/// where there is no such record.
pub fn owed(ids: &[u64], records: &[u64]) -> Vec<Option<(usize, bool)>> {
    let firsts = first_places(&[records, ids].concat());
    let mut place_of = vec![None; firsts.len()];
    for (place, &id) in records.iter().enumerate() {
        if id != NO_RECORD {
            place_of[firsts[place] as usize] = Some(place);
        }
    }
    let mut is_taken = vec![false; records.len()];
    let mut all = Vec::with_capacity(ids.len());
    for &first in &firsts[records.len()..] {
        let place = place_of[first as usize];
        all.push(place.map(|place| (place, std::mem::replace(&mut is_taken[place], true))));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_has_at_most_so_many_ids_whoever_asks_for_them() {
        assert_eq!(parts(&[1, 1, 1, 1, 1], &[1, 2, 3, 4, 5], 2), [2, 2, 1]);
        // An id that two ask for counts once.
        assert_eq!(parts(&[2, 2, 1], &[1, 2, 2, 1, 3], 2), [2, 1]);
        // Who asks for more has a call of its own, which comes in several.
        assert_eq!(parts(&[1, 3, 1], &[1, 2, 3, 4, 5], 2), [1, 1, 1]);
        assert_eq!(parts(&[], &[], 2), [0_u32; 0]);
    }

    #[test]
    fn an_id_of_an_earlier_part_counts_in_a_later_one() {
        assert_eq!(parts(&[1, 1, 1, 1], &[1, 2, 1, 3], 2), [3, 1]);
        assert_eq!(parts(&[2, 1, 2], &[1, 2, 3, 1, 2], 2), [1, 1, 1]);
    }

    #[test]
    fn each_caller_has_its_own_records_in_its_own_order() {
        let owed = owed(&[3, 1, 2, 3, 9], &[1, 2, 3]);
        let expected = [
            Some((2, false)),
            Some((0, false)),
            Some((1, false)),
            Some((2, true)),
            None,
        ];
        assert_eq!(owed, expected);
    }

    #[test]
    fn records_without_an_id_are_nobodys() {
        assert_eq!(owed(&[1], &[NO_RECORD]), [None]);
    }

    #[test]
    fn the_reason_of_a_failure_says_whom_it_concerns() {
        for (reasons, concerns) in [
            ("access missing", Concerns::Records),
            (
                "server validation redirect lock unknownModel unknownMethod wrongSignature",
                Concerns::Unclear,
            ),
            (
                "network rateLimit timeout tooLarge loginPage login session argument usage safety ended",
                Concerns::All,
            ),
        ] {
            for reason in reasons.split(' ') {
                assert_eq!(Concerns::of(reason), concerns, "{reason}");
            }
        }
        assert_eq!(Concerns::of(""), Concerns::All);
    }

    #[test]
    fn a_failure_of_the_network_is_everybodys_and_the_call_is_not_divided() {
        assert_eq!(after_failure(Concerns::All, 5), Then::Tell);
    }

    #[test]
    fn an_id_that_may_not_be_read_concerns_only_who_asked_for_it() {
        assert_eq!(after_failure(Concerns::Records, 2), Then::Divide);
        assert_eq!(after_failure(Concerns::Records, 1), Then::Tell);
    }

    #[test]
    fn a_failure_that_may_be_everybodys_is_met_once_more_by_one_alone() {
        assert_eq!(after_failure(Concerns::Unclear, 2), Then::Probe);
        assert_eq!(after_failure(Concerns::Unclear, 1), Then::Tell);
    }
}
