//! What a job that was not done as a whole says.

use crate::text::{decimal, joined};

/// How many ranges of rows are named.
const SHOWN: usize = 3;

/// What is said of a job, before its first failure.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    /// What was called.
    pub method: &'a str,
    /// The model.
    pub model: &'a str,
    /// How many rows there are.
    pub count: usize,
    /// How many are done.
    pub done: usize,
    /// The rows that failed, in order.
    pub failed: &'a [u32],
    /// The rows of which nobody knows, in order.
    pub unknown: &'a [u32],
    /// How many were not tried.
    pub not_tried: usize,
}

/// A number as people read it: `1,234`.
fn grouped(number: usize) -> String {
    match number / 1000 {
        0 => decimal(number as u64),
        thousands => {
            let rest = decimal((1000 + number % 1000) as u64);
            joined(&[&grouped(thousands), ",", &rest[1..]])
        }
    }
}

fn rows(count: usize) -> String {
    let noun = if count == 1 { " row" } else { " rows" };
    joined(&[&grouped(count), noun])
}

/// Rows as people read them: `3, 7–9 and 2 more`.
fn places(rows: &[u32]) -> String {
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for &row in rows {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == row => *last = row,
            _ => ranges.push((row, row)),
        }
    }
    let mut text = String::new();
    for (at, (first, last)) in ranges.iter().take(SHOWN).enumerate() {
        text.push_str(if at > 0 { ", " } else { "" });
        text.push_str(&decimal(u64::from(*first)));
        if last > first {
            text.push('–');
            text.push_str(&decimal(u64::from(*last)));
        }
    }
    let left: u32 = ranges
        .iter()
        .skip(SHOWN)
        .map(|(first, last)| last - first + 1)
        .sum();
    if left > 0 {
        text.push_str(&joined(&[" and ", &decimal(left.into()), " more"]));
    }
    text
}

impl Report<'_> {
    /// The message, up to the first failure.
    pub fn words(&self) -> String {
        let (done, count) = (grouped(self.done), rows(self.count));
        let of = [
            self.method,
            " on ",
            self.model,
            ": ",
            &done,
            " of ",
            &count,
            if self.count == 1 {
                " is done"
            } else {
                " are done"
            },
        ];
        let mut text = joined(&of);
        if !self.failed.is_empty() {
            let (count, places) = (rows(self.failed.len()), places(self.failed));
            text.push_str(&joined(&["; ", &count, " failed (", &places, ")"]));
        }
        if !self.unknown.is_empty() {
            let (count, places) = (rows(self.unknown.len()), places(self.unknown));
            let remedy = "): look whether they are there before you send them again";
            text.push_str(&joined(&[
                "; of ",
                &count,
                " the outcome is unknown (",
                &places,
                remedy,
            ]));
        }
        if self.not_tried > 0 {
            text.push_str(&joined(&["; ", &rows(self.not_tried), " were not tried"]));
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_named_by_their_ranges_and_the_rest_is_counted() {
        assert_eq!(
            places(&[3, 7, 8, 9, 11, 20, 30, 31]),
            "3, 7–9, 11 and 3 more"
        );
        assert_eq!(places(&[5]), "5");
    }

    #[test]
    fn a_report_tells_of_every_row() {
        let report = Report {
            method: "create",
            model: "res.partner",
            count: 12_345,
            done: 12_000,
            failed: &[3],
            unknown: &[5, 6],
            not_tried: 342,
        };
        assert_eq!(
            report.words(),
            "create on res.partner: 12,000 of 12,345 rows are done; 1 row failed (3); of 2 rows the outcome is unknown \
             (5–6): look whether they are there before you send them again; 342 rows were not tried"
        );
    }

    #[test]
    fn a_report_of_one_row_speaks_of_one() {
        let report = Report {
            method: "create",
            model: "res.partner",
            count: 1,
            done: 0,
            failed: &[0],
            unknown: &[],
            not_tried: 0,
        };
        assert_eq!(
            report.words(),
            "create on res.partner: 0 of 1 row is done; 1 row failed (0)"
        );
    }
}
