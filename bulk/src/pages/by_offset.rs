//! Pages by the number of records before them. Where records can be left out, each page begins with
//! the last record of the one before: where that is another one, records have moved, and some may
//! have been passed over. Where they cannot, none may begin with a record that the page before
//! began or ended with.

use crate::text::{decimal, joined, whole};

use super::{Came, Given, Page, Plan, Query, Refusal};

const REMEDY: &str = ". What to do: read in the order of id, or once more";

#[derive(Debug, Default)]
pub(super) struct ByOffset {
    first: Option<i64>,
    last: Option<i64>,
}

impl ByOffset {
    /// The page after the last of those that were asked for.
    pub(super) fn next(
        &self,
        plan: &Plan,
        before: Option<&mut Page>,
        rows: u64,
        asked: u64,
        count: u64,
    ) -> Option<Page> {
        // Most reads are of one page: nothing is asked for before the first has come.
        if before.is_some() && rows == 0 {
            return None;
        }
        let overlap = u64::from(plan.can_cut && asked > 0);
        Some(Page {
            query: Query {
                number: 0,
                after: None,
                up_to: None,
                offset: Some(asked - overlap),
                limit: count + overlap,
                is_rest: false,
            },
            up_to: None,
            count,
            is_beyond: false,
        })
    }

    /// What is given of a page that has come.
    pub(super) fn given(&mut self, plan: &Plan, page: &Page, came: Came) -> Result<Given, Refusal> {
        let skip = page.query.limit - page.count;
        let row = page.query.offset.unwrap_or(0) + skip;
        let moved = |id: Option<i64>, how: &str| {
            Refusal::Moved(joined(&[
                "The records of ",
                &plan.model,
                " moved while they were read in the order '",
                plan.order.text(),
                "': record ",
                &whole(id.unwrap_or_default()),
                how,
                ", so that others may have been passed over. What came before is as it was then",
                REMEDY,
            ]))
        };
        if skip > 0 && (came.first.is_none() || came.first != self.last) {
            let how = joined(&[" is no longer row ", &decimal(row - skip)]);
            return Err(moved(self.last, &how));
        }
        // A server that does not mind the offset gives the same page again and again.
        if skip == 0 && came.first.is_some() && [self.first, self.last].contains(&came.first) {
            return Err(moved(came.first, " came twice"));
        }
        let fresh = came.length.saturating_sub(skip);
        if page.is_beyond && fresh > 0 {
            return Err(Refusal::Moved(joined(&[
                "The rows of ",
                &plan.model,
                " moved while they were read: after a page that came short there were more, so that some may have been \
                 passed over",
                REMEDY,
            ])));
        }
        if fresh > 0 {
            self.first = came.first;
            self.last = came.last;
        }
        Ok(Given {
            skip,
            cut: None,
            // A short page may be a server's own limit: only an empty one is the end.
            is_last: fresh == 0,
            drops_ahead: plan.can_cut && fresh != page.count,
        })
    }
}
