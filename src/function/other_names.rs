//! Names that ISO GQL gives to functions which openCypher calls otherwise.

/// The name in ISO GQL, and the one in the tables.
pub(super) const OTHER_NAMES: &[(&str, &str)] = &[
    ("cardinality", "size"),
    ("collect_list", "collect"),
    ("duration_between", "duration.between"),
    ("element_id", "elementId"),
    ("local_datetime", "localdatetime"),
    ("local_time", "localtime"),
    ("path_length", "length"),
    ("percentile_cont", "percentileCont"),
    ("percentile_disc", "percentileDisc"),
    ("stddev_pop", "stDevP"),
    ("stddev_samp", "stDev"),
    ("zoned_datetime", "datetime"),
    ("zoned_time", "time"),
];
