// Package voxpop holds the vocabulary of voxpop: what developers say about AI developer tools.
package voxpop
