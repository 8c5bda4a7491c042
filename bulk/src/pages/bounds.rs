//! Where the pages to come end: found by a `search`, which costs little beside the records
//! themselves, so that several pages can be under way at once.

/// At most so many ids are searched for at once: about 150 KB.
const MOST_IDS: u64 = 20_000;

/// A search that takes longer, in milliseconds, is of no use: the client's queue may have made the
/// pages wait for it.
const USEFUL_FOR: f64 = 10_000.0;

/// The longest time of a search, in milliseconds, beside pages with a time of their own (0 is no
/// limit). Half of what a page may take: one that waits for it in the client's queue has the other
/// half.
pub fn longest_search(page: f64) -> f64 {
    match page > 0.0 {
        true => USEFUL_FOR.min(page / 2.0),
        false => USEFUL_FOR,
    }
}

/// A search for ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Search {
    /// They come after this one; `None`: from the beginning.
    pub after: Option<i64>,
    /// How many are asked for.
    pub limit: u64,
}

#[derive(Debug)]
pub(super) struct Bounds {
    page_size: u64,
    descends: bool,
    /// The last ids of pages to come, in order.
    known: Vec<i64>,
    /// With no more than these left it is time to look for others.
    few: usize,
    /// How many pages to look ahead next time: little of a reading that ends early is done in vain.
    pages: u64,
    is_over: bool,
    /// The search that is wanted or under way.
    search: Option<Search>,
    is_asked: bool,
}

impl Bounds {
    pub(super) fn new(page_size: u64, prefetch: usize, descends: bool) -> Self {
        let most = MOST_IDS / page_size.max(1);
        let few = prefetch.saturating_add(2);
        Self {
            page_size,
            descends,
            known: Vec::new(),
            few,
            pages: most.min((few as u64).saturating_mul(2)),
            is_over: prefetch == 0 || most == 0,
            search: None,
            is_asked: false,
        }
    }

    fn comes_after(&self, id: i64, other: Option<i64>) -> bool {
        comes_after(self.descends, id, other)
    }

    /// Whether bounds are being looked for.
    pub(super) fn are_coming(&self) -> bool {
        self.search.is_some()
    }

    /// Takes the first bound after an id; `None` where none is known.
    pub(super) fn take_after(&mut self, id: Option<i64>) -> Option<i64> {
        let place = (self.known.iter()).position(|&bound| self.comes_after(bound, id));
        let later = self
            .known
            .split_off(place.map_or(self.known.len(), |place| place + 1));
        let bound = self.known.pop().filter(|_| place.is_some());
        self.known = later;
        bound
    }

    /// Looks for bounds after an id, or after those that are known, if they are few. Behind the id,
    /// `left` records at most are wanted.
    pub(super) fn look_ahead(&mut self, id: Option<i64>, left: u64) {
        let covered = (self.known.len() as u64).saturating_mul(self.page_size);
        let limit = (self.pages * self.page_size).min(left.saturating_sub(covered));
        if self.is_over
            || self.are_coming()
            || self.known.len() > self.few
            || limit <= self.page_size
        {
            return;
        }
        let after = self.known.last().copied().or(id);
        self.search = Some(Search { after, limit });
        self.is_asked = false;
    }

    /// The search to make now.
    pub(super) fn next(&mut self) -> Option<Search> {
        let search = self.search.filter(|_| !self.is_asked);
        self.is_asked = true;
        search
    }

    /// Takes what a search found; `None` where it failed, or found no ids. Pages can be read
    /// without: the reading does not end because of it.
    pub(super) fn found(&mut self, ids: Option<&[i64]>) {
        let Some(Search { after, limit }) = self.search.take() else {
            return;
        };
        let is_in_order = |ids: &&[i64]| {
            let mut before = after;
            ids.iter().all(|&id| {
                let is_after = self.comes_after(id, before);
                before = Some(id);
                is_after
            })
        };
        let Some(ids) = ids.filter(is_in_order) else {
            self.is_over = true;
            return;
        };
        let ends = ids.chunks_exact(self.page_size as usize);
        for end in ends.filter_map(|page| page.last()) {
            self.known.push(*end);
        }
        // The records after them are asked for as those of a page without an end.
        self.is_over = (ids.len() as u64) < limit;
        self.pages = (self.pages * 2).min(MOST_IDS / self.page_size);
    }
}

pub(super) fn comes_after(descends: bool, id: i64, other: Option<i64>) -> bool {
    match other {
        Some(other) if descends => id < other,
        Some(other) => id > other,
        None => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_has_half_the_time_of_a_page_and_never_more_than_ten_seconds() {
        assert_eq!(
            [0.0, 4_000.0, 60_000.0].map(longest_search),
            [10_000.0, 2_000.0, 10_000.0]
        );
    }

    #[test]
    fn no_more_ids_are_searched_for_than_a_limit_leaves_and_never_more_than_20_000() {
        let search = |page_size, prefetch, left| {
            let mut bounds = Bounds::new(page_size, prefetch, false);
            bounds.look_ahead(Some(7), left);
            bounds.next()
        };
        let after = Some(7);
        assert_eq!(search(100, 1, u64::MAX), Some(Search { after, limit: 600 }));
        assert_eq!(search(100, 1, 250), Some(Search { after, limit: 250 }));
        assert_eq!(
            search(5_000, 9, u64::MAX),
            Some(Search {
                after,
                limit: 20_000
            })
        );
        // One page is asked for without looking for its end, and larger ones have none.
        assert_eq!(search(100, 1, 100), None);
        assert_eq!(search(20_001, 1, u64::MAX), None);
        assert_eq!(search(100, 0, u64::MAX), None);
    }

    #[test]
    fn ids_that_are_not_in_order_end_the_looking_ahead() {
        for ids in [&[3, 2][..], &[7, 8], &[8, 8]] {
            let mut bounds = Bounds::new(1, 1, false);
            bounds.look_ahead(Some(7), 100);
            bounds.found(Some(ids));
            bounds.look_ahead(Some(7), 100);
            assert_eq!(
                (bounds.take_after(Some(7)), bounds.are_coming()),
                (None, false),
                "{ids:?}"
            );
        }
    }

    #[test]
    fn every_full_page_of_what_was_found_has_its_end() {
        let mut bounds = Bounds::new(2, 1, true);
        bounds.look_ahead(Some(10), 100);
        assert!(bounds.next().is_some() && bounds.next().is_none() && bounds.are_coming());
        bounds.found(Some(&[9, 8, 7, 6, 5]));
        assert_eq!(
            [
                bounds.take_after(Some(9)),
                bounds.take_after(Some(8)),
                bounds.take_after(None)
            ],
            [Some(8), Some(6), None]
        );
    }
}
