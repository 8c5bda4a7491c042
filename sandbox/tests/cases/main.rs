//! Asks what real servers were asked, and holds the sandbox's answers against theirs, word for
//! word.
//!
//! `data/README.md` tells what a case is. `known.json` lists the cases that are answered otherwise,
//! with the reason for each: any other that disagrees fails the test, and so does one on the list
//! that agrees. Arguments, or `CASES`, are kinds to play alone, with every difference printed:
//! `cargo test -p odoo-sandbox --test cases -- B1 H3`.

mod alike;
mod case;
mod known;
mod stage;
mod told;

use std::collections::BTreeMap;
use std::process::ExitCode;

use odoo_sandbox::Flavour;

use crate::known::Known;
use crate::stage::Stage;

/// At least this part of a version's cases must be answered as the real server did.
const LEAST_AGREED: f64 = 0.97;
/// Fewer cases than this mean that they were not found.
const LEAST_CASES: usize = 600;

/// Agreed and played.
#[derive(Clone, Copy, Default)]
struct Figures {
    agreed: usize,
    played: usize,
}

impl Figures {
    fn count(&mut self, agrees: bool) {
        self.played += 1;
        self.agreed += usize::from(agrees);
    }
}

fn main() -> ExitCode {
    let wanted = wanted_kinds();
    let cases = case::load();
    assert!(
        cases.len() >= LEAST_CASES,
        "only {} cases were found",
        cases.len()
    );
    let known = Known::load();
    let mut by_kind: BTreeMap<(u64, String), [Figures; 3]> = BTreeMap::new();
    let mut failures = known.check(&cases);
    for (series, flavour) in [Flavour::V17, Flavour::V18, Flavour::V19]
        .into_iter()
        .enumerate()
    {
        let stage = Stage::new(flavour);
        for case in cases.iter().filter(|case| {
            case.expected(flavour).is_some() && (wanted.is_empty() || wanted.contains(&case.kind))
        }) {
            let differences = stage.play(case);
            let agrees = differences.is_empty();
            by_kind.entry((case.rank, case.kind.clone())).or_default()[series].count(agrees);
            let listed = known.lists(case, flavour);
            if agrees == listed {
                failures += 1;
            }
            if agrees && listed {
                println!("{flavour} {case}: agrees: take it off known.json");
            }
            if !agrees && (!listed || !wanted.is_empty()) {
                println!("{flavour} {case}");
                for difference in differences {
                    println!("    {difference}");
                }
            }
        }
    }
    for ((_, kind), figures) in &by_kind {
        if figures
            .iter()
            .any(|figures| figures.agreed < figures.played)
        {
            println!("{kind}: {}", written(figures));
        }
    }
    let mut all = [Figures::default(); 3];
    for figures in by_kind.values() {
        for (all, figures) in all.iter_mut().zip(figures) {
            all.agreed += figures.agreed;
            all.played += figures.played;
        }
    }
    println!("agreed: {}", written(&all));
    let too_few = |figures: &Figures| {
        (figures.agreed as f64) < LEAST_AGREED * figures.played as f64 && wanted.is_empty()
    };
    if failures == 0 && !all.iter().any(too_few) {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn wanted_kinds() -> Vec<String> {
    let listed = std::env::var("CASES").unwrap_or_default();
    std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with('-'))
        .chain(listed.split_whitespace().map(str::to_owned))
        .collect()
}

fn written(figures: &[Figures; 3]) -> String {
    let of = |(series, figures): (usize, &Figures)| {
        format!("{}.0: {}/{}", series + 17, figures.agreed, figures.played)
    };
    figures
        .iter()
        .enumerate()
        .map(of)
        .collect::<Vec<_>>()
        .join(", ")
}
