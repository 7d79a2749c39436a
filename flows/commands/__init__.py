"""The commands of `wuwei`, a module for each group; each registers its commands on the one app of `options`."""
