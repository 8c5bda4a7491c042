//! Equal writes that go out together.

use crate::ids::first_places;

/// A row to write: which text its values have (equal numbers are equal values), and how many of the
/// items are its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// The number of the text of its values.
    pub text: u32,
    /// How many items it has: one for each record.
    pub items: usize,
}

/// Groups the items of rows by equal values: for each group the row whose values it has, and its
/// items.
///
/// A row joins an earlier group only where none of its records was in a later one: what is written
/// last stays last. `ids` are the records of the items, in the order of the rows.
pub fn groups(rows: &[Row], ids: &[u64]) -> Vec<(usize, Vec<u32>)> {
    let mut groups: Vec<(usize, Vec<u32>)> = Vec::new();
    // Numbers of texts are small: they count the different ones.
    let mut by_text: Vec<Option<usize>> = Vec::new();
    // The last group of each record, by the place where it comes first.
    let firsts = first_places(ids);
    let mut last_of = vec![0; ids.len()];
    let mut first = 0;
    for (number, row) in rows.iter().enumerate() {
        let own = first..(first + row.items).min(ids.len());
        first = own.end;
        let text = row.text as usize;
        if by_text.len() <= text {
            by_text.resize(text + 1, None);
        }
        let joined = by_text[text].filter(|&group| {
            let is_free = |&first: &u32| last_of[first as usize] <= group;
            firsts[own.clone()].iter().all(is_free)
        });
        let group = joined.unwrap_or_else(|| {
            groups.push((number, Vec::new()));
            groups.len() - 1
        });
        by_text[text] = Some(group);
        for item in own {
            groups[group].1.push(item as u32);
            last_of[firsts[item] as usize] = group;
        }
    }
    groups
}

/// The places of ids that name a record for the first time.
pub fn first_of_each(ids: &[u64]) -> Vec<u32> {
    crate::ids::firsts(ids)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_one_each(rows: &[(u32, u64)]) -> Vec<(usize, Vec<u32>)> {
        let ids: Vec<u64> = rows.iter().map(|&(_, id)| id).collect();
        let rows: Vec<Row> = rows
            .iter()
            .map(|&(text, _)| Row { text, items: 1 })
            .collect();
        groups(&rows, &ids)
    }

    #[test]
    fn equal_values_go_into_one_call_whatever_the_order_of_the_rows() {
        assert_eq!(
            of_one_each(&[(7, 1), (8, 2), (7, 3), (8, 4)]),
            [(0, vec![0, 2]), (1, vec![1, 3])]
        );
    }

    #[test]
    fn a_record_that_is_written_twice_has_the_last_values() {
        assert_eq!(
            of_one_each(&[(7, 1), (8, 1), (7, 1)]),
            [(0, vec![0]), (1, vec![1]), (2, vec![2])]
        );
        // Another record may still join the first group of those values, or the last.
        assert_eq!(
            of_one_each(&[(7, 1), (8, 1), (7, 2)]),
            [(0, vec![0, 2]), (1, vec![1])]
        );
    }

    #[test]
    fn a_row_of_several_records_stays_together() {
        let rows = [
            Row { text: 1, items: 2 },
            Row { text: 2, items: 1 },
            Row { text: 1, items: 2 },
        ];
        assert_eq!(
            groups(&rows, &[1, 2, 2, 3, 2]),
            [(0, vec![0, 1]), (1, vec![2]), (2, vec![3, 4])]
        );
    }

    #[test]
    fn an_id_that_is_given_twice_counts_once() {
        assert_eq!(first_of_each(&[5, 6, 5, 7]), [0, 1, 3]);
    }
}
