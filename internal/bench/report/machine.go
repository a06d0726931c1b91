package report

import (
	"fmt"
	"os"
	"runtime"
	"strings"
)

// Machine is where a run took place.
type Machine struct {
	CPU        string `json:"cpu"`
	Cores      int    `json:"cores"`
	Go         string `json:"go"`
	LoadBefore string `json:"load_before"` // one minute's load average; empty where the system tells none
	LoadAfter  string `json:"load_after"`
}

// ThisMachine describes the machine as it is before a run.
func ThisMachine() Machine {
	return Machine{CPU: cpuName(), Cores: runtime.NumCPU(), Go: runtime.Version(), LoadBefore: LoadAverage()}
}

func (m Machine) String() string {
	return fmt.Sprintf("%d × %s, %s, load %s before and %s after", m.Cores, m.CPU, m.Go, m.LoadBefore, m.LoadAfter)
}

// LoadAverage is the load of the last minute.
func LoadAverage() string {
	b, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return ""
	}
	first, _, _ := strings.Cut(string(b), " ")
	return first
}

func cpuName() string {
	b, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return runtime.GOARCH
	}
	for line := range strings.Lines(string(b)) {
		if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return runtime.GOARCH
}
