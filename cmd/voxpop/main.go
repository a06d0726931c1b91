// Command voxpop tells what developers say about AI developer tools. See the README.
package main

import (
	"os"

	"github.com/voxpop-dev/voxpop/internal/cli"
)

func main() { os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }
