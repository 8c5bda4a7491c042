//! Puts recordings in the order they were made in, as far as that matters.
//!
//! Recordings that work on each other's records are one scene and play on one sandbox; every other
//! plays alone, on a fresh one. `order.json` is the order of the longest scene, by names or, with a
//! `*` at their end, beginnings of names.

use std::collections::BTreeMap;

use crate::recording::Recording;

/// The order of recordings whose dependence their ids do not show.
const SEQUENCES: [&[&str]; 2] = [
    &[
        "module-state-uninstalled",
        "module-install",
        "module-state-installed",
        "module-upgrade",
        "module-uninstall",
    ],
    &[
        "prop-define",
        "prop-write",
        "prop-read",
        "prop-write-bad-m2o",
        "prop-read-after-bad-m2o",
    ],
];

/// Recordings that play on one sandbox, in their order.
#[derive(Debug)]
pub(crate) struct Scene<'r> {
    pub(crate) recordings: Vec<&'r Recording>,
    /// One login serves them all, as it did when they were recorded.
    pub(crate) one_session: bool,
}

/// Groups recordings into scenes: the listed ones, the sequences, those that share records one of
/// them made, and every other alone.
pub(crate) fn scenes(recordings: &[Recording]) -> Vec<Scene<'_>> {
    let order = include_str!("order.json");
    let order: Vec<&str> = serde_json::from_str(order).expect("order.json lists names");
    let place = |name: &str| {
        order.iter().position(|entry| *entry == name).or_else(|| {
            order.iter().position(|entry| {
                entry
                    .strip_suffix('*')
                    .is_some_and(|beginning| name.starts_with(beginning))
            })
        })
    };
    let mut listed: Vec<(usize, &Recording)> = Vec::new();
    let mut sequences: Vec<Vec<(usize, &Recording)>> = vec![Vec::new(); SEQUENCES.len()];
    let mut others = Vec::new();
    for recording in recordings {
        let in_sequence = SEQUENCES.iter().enumerate().find_map(|(sequence, names)| {
            let place = names.iter().position(|name| *name == recording.name)?;
            Some((sequence, place))
        });
        match (in_sequence, place(&recording.name)) {
            (Some((sequence, place)), _) => sequences[sequence].push((place, recording)),
            (None, Some(place)) => listed.push((place, recording)),
            (None, None) => others.push(recording),
        }
    }
    listed.sort_by_key(|(place, recording)| (*place, &recording.name));
    let mut scenes = vec![Scene {
        recordings: listed.into_iter().map(|(_, recording)| recording).collect(),
        one_session: true,
    }];
    for mut sequence in sequences {
        sequence.sort_by_key(|(place, _)| *place);
        let recordings = sequence
            .into_iter()
            .map(|(_, recording)| recording)
            .collect();
        scenes.push(Scene {
            recordings,
            one_session: false,
        });
    }
    let shared = by_shared_records(&others).into_iter();
    scenes.extend(shared.map(|recordings| Scene {
        recordings,
        one_session: false,
    }));
    scenes.retain(|scene| !scene.recordings.is_empty());
    scenes
}

/// Puts recordings together that call on, or made, the same new records; in each scene, those that
/// make them come first and those that delete them last.
fn by_shared_records<'a>(recordings: &[&'a Recording]) -> Vec<Vec<&'a Recording>> {
    let mut maker: BTreeMap<(&str, i64), usize> = BTreeMap::new();
    let mut scene_of: Vec<usize> = (0..recordings.len()).collect();
    for (index, recording) in recordings.iter().enumerate() {
        let Some(model) = recording.call().and_then(|call| call.makes()) else {
            continue;
        };
        for id in recording.made() {
            maker.insert((model, id), index);
        }
    }
    for (index, recording) in recordings.iter().enumerate() {
        let Some(call) = recording.call() else {
            continue;
        };
        for id in call.ids() {
            if let Some(made_by) = maker.get(&(call.model, id)) {
                let (from, to) = (scene_of[index], scene_of[*made_by]);
                scene_of
                    .iter_mut()
                    .filter(|scene| **scene == from)
                    .for_each(|scene| *scene = to);
            }
        }
    }
    let mut scenes: BTreeMap<usize, Vec<&Recording>> = BTreeMap::new();
    for (scene, recording) in scene_of.into_iter().zip(recordings) {
        scenes.entry(scene).or_default().push(recording);
    }
    for scene in scenes.values_mut() {
        scene.sort_by_key(|recording| {
            let rank = recording.call().map_or(2, |call| match call.method {
                // Whatever makes a record, in the order of its ids.
                "create" | "name_create" | "message_post" => 0,
                "write" => 1,
                "copy" => 3,
                "unlink" => 4,
                _ => 2,
            });
            (rank, recording.made().first().copied(), &recording.name)
        });
    }
    scenes.into_values().collect()
}
