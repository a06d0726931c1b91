// Package evaluate measures engines against texts that people labelled: it reads label files, counts what
// an engine gets right and wrong, tells how far its confidence can be trusted, and whether one engine
// is better than another beyond chance. It is pure: an engine's answers come in, a [Report] goes out.
//
// Accuracy and macro-F1 carry 95 % intervals of the percentile bootstrap over texts (Efron and Tibshirani,
// An Introduction to the Bootstrap, 1993, ch. 13). Two engines are compared on the same texts by McNemar's exact test
// (Psychometrika 12, 1947) and by the paired bootstrap. Calibration is the expected calibration error over
// ten bins of equal width (Guo et al., ICML 2017). All draws have a fixed seed: the same answers give the same report.
package evaluate
