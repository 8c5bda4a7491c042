//! Replays what real servers were asked, and holds the sandbox's answers against theirs.
//!
//! Compared are status, headers that matter, envelope, error code, class and message, and the result: its values, or where
//! `loose.json` says why not, its keys and JSON types. Recordings that are left out are in `excluded.json`, a reason each. The
//! last line printed is matched / recorded per version; anything unmatched that is not left out fails the test.

mod compare;
mod lists;
mod recording;
mod scene;

use std::collections::BTreeSet;
use std::process::ExitCode;

use odoo_sandbox::Flavour;

use crate::lists::Lists;
use crate::recording::Recording;
use crate::scene::Stage;

/// At most this part of a version's recordings may be left out.
const MAX_EXCLUDED: f64 = 0.10;
/// Fewer recordings of a version than this mean that they were not found.
const MIN_RECORDINGS: usize = 164;

fn main() -> ExitCode {
    compare::check_itself();
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
        let outcome = replay(flavour, &recordings, &lists, &mut used);
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
) -> Outcome {
    let stage = Stage::new(flavour);
    let mut played = 0;
    let mut matched = 0;
    let mut excluded = 0;
    let mut failures = 0;
    for scene in scene::scenes(recordings) {
        let mut set = stage.set(&scene);
        for recording in scene {
            let result = set.play(recording);
            played += 1;
            if let Some(entry) = lists.exclusion(flavour, &recording.name) {
                used.insert(entry);
                excluded += 1;
                continue;
            }
            let loose = lists.loose_paths(flavour, &recording.name);
            used.extend(loose.iter().map(|(entry, _)| entry.clone()));
            let loose: Vec<&str> = loose.iter().map(|(_, path)| path.as_str()).collect();
            let differences = match result {
                Ok(response) => compare::compare(recording, &response, &loose),
                Err(words) => vec![words],
            };
            if differences.is_empty() {
                matched += 1;
                continue;
            }
            failures += 1;
            println!("{flavour} {}", recording.name);
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
    assert_eq!(played, recordings.len(), "every recording is played once");
    Outcome { matched, failures }
}
