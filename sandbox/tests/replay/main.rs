//! Replays what real servers were asked, and holds the sandbox's answers against theirs.
//!
//! Compared are status, headers that matter, envelope, error code, class and message, and the
//! result: its values, or where `loose.json` says why not, its keys and JSON types. Recordings that
//! are left out are in `excluded.json`, a reason each. The last line printed is matched / recorded
//! per version; anything unmatched that is not left out fails the test.
//!
//! `cargo test -p odoo-sandbox --test replay -- load- 19.0` prints only what is about names and
//! versions that contain these texts; everything is played all the same, as later recordings read
//! what earlier ones made.

mod compare;
mod ids;
mod lists;
mod recording;
mod scene;
mod shape;
mod stage;

use std::collections::{BTreeMap, BTreeSet};
use std::process::ExitCode;

use odoo_sandbox::Flavour;

use crate::lists::Lists;
use crate::recording::Recording;
use crate::stage::Stage;

/// At most this part of a version's recordings may be left out.
const MAX_EXCLUDED: f64 = 0.10;
/// Fewer recordings of a version than this mean that they were not found.
const MIN_RECORDINGS: usize = 554;

fn main() -> ExitCode {
    compare::check_itself();
    // Options of cargo's own test runner are none of this one.
    let wanted: Vec<String> = std::env::args()
        .skip(1)
        .filter(|arg| !arg.starts_with('-'))
        .collect();
    let lists = Lists::load();
    let mut figures = Vec::new();
    let mut failures = 0;
    let mut used = BTreeSet::new();
    for flavour in Flavour::ALL {
        if !Flavour::RECORDED.contains(&flavour) {
            recording::assert_none(flavour);
            figures.push(format!("{flavour}: made after documents, never recorded"));
            continue;
        }
        let recordings = recording::load(flavour);
        assert!(
            recordings.len() >= MIN_RECORDINGS,
            "only {} recordings of {flavour} were found",
            recordings.len()
        );
        let outcome = replay(flavour, &recordings, &lists, &mut used, &wanted);
        failures += outcome.failures;
        figures.push(format!(
            "{flavour}: {}/{}",
            outcome.matched,
            recordings.len()
        ));
    }
    for unused in lists.unused(&used) {
        println!("no recording is meant by {unused}: take it off its list");
        failures += 1;
    }
    println!("replayed: {}", figures.join(", "));
    if failures == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

struct Outcome {
    matched: usize,
    failures: usize,
}

fn replay(
    flavour: Flavour,
    recordings: &[Recording],
    lists: &Lists,
    used: &mut BTreeSet<String>,
    wanted: &[String],
) -> Outcome {
    let stage = Stage::new(flavour);
    let mut played = 0;
    let mut matched = 0;
    let mut excluded = 0;
    let mut failures = 0;
    let mut unmatched = Vec::new();
    let mut unmatched_elsewhere = 0;
    for scene in scene::scenes(recordings) {
        let mut set = stage.set(&scene);
        for recording in scene.recordings {
            let result = set.play(recording);
            played += 1;
            if let Some(entry) = lists.exclusion(flavour, &recording.name) {
                if result.is_ok_and(|(response, recorded)| {
                    compare::compare(&recorded, &response, &[]).is_empty()
                }) {
                    println!("{flavour} {} matches: take off {entry}", recording.name);
                    failures += 1;
                }
                used.insert(entry);
                excluded += 1;
                continue;
            }
            let loose = lists.loose_paths(flavour, &recording.name);
            used.extend(loose.iter().map(|(entry, _)| entry.clone()));
            let loose: Vec<&str> = loose.iter().map(|(_, path)| path.as_str()).collect();
            let differences = match result {
                Ok((response, recorded)) => compare::compare(&recorded, &response, &loose),
                Err(words) => vec![words],
            };
            if differences.is_empty() {
                matched += 1;
                continue;
            }
            let label = format!("{flavour} {}", recording.name);
            if !wanted.iter().all(|text| label.contains(text.as_str())) {
                unmatched_elsewhere += 1;
                continue;
            }
            failures += 1;
            unmatched.push(recording.name.as_str());
            println!("{label}");
            for difference in differences.iter().take(12) {
                println!("    {difference}");
            }
        }
    }
    if excluded as f64 > MAX_EXCLUDED * recordings.len() as f64 {
        println!(
            "{flavour}: {excluded} of {} recordings are left out: too many",
            recordings.len()
        );
        failures += 1;
    }
    by_kind(flavour, &unmatched);
    if unmatched_elsewhere > 0 {
        println!("{flavour}: {unmatched_elsewhere} unmatched ones are not shown");
        failures += unmatched_elsewhere;
    }
    assert_eq!(played, recordings.len(), "every recording is played once");
    Outcome { matched, failures }
}

/// Prints how many recordings of each kind are unmatched: the kind is the first word of the name.
fn by_kind(flavour: Flavour, names: &[&str]) {
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for name in names {
        *kinds
            .entry(name.split('-').next().unwrap_or(name))
            .or_default() += 1;
    }
    let kinds: Vec<String> = kinds
        .iter()
        .map(|(kind, count)| format!("{kind} {count}"))
        .collect();
    if !kinds.is_empty() {
        println!("{flavour}: unmatched {}", kinds.join(", "));
    }
}
