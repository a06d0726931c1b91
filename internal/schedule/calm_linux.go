package schedule

import (
	"os"
	"runtime"
	"syscall"
)

// calmNiceness is how much background threads step back, as in nice(1): 10 gives them about a tenth of a contended processor.
const calmNiceness = 10

// calmThreads is how many background threads may compute without taking a place of the Go scheduler from readers: those of
// analysing, of one more job, and of answers that are made before anybody waits for them. Others of the queue wait for the network most of the time.
const calmThreads = 3

// MakeRoom lets background threads of low priority run beside as many threads of readers as there are processors. Without it a
// background thread that the kernel has set aside would keep its place in the Go scheduler all the same. Call it once, before work
// begins. A GOMAXPROCS of the environment is left alone.
func MakeRoom() {
	if os.Getenv("GOMAXPROCS") == "" {
		runtime.GOMAXPROCS(runtime.GOMAXPROCS(0) + calmThreads)
	}
}

// stepBack locks the goroutine to its thread and lowers the thread's priority. A kernel that refuses leaves it as it is, and
// a process that stepped back further by itself stays there.
func stepBack() {
	runtime.LockOSThread()
	thread := syscall.Gettid()
	if raw, err := syscall.Getpriority(syscall.PRIO_PROCESS, thread); err == nil && 20-raw < calmNiceness { // the raw call answers 20 minus it
		_ = syscall.Setpriority(syscall.PRIO_PROCESS, thread, calmNiceness)
	}
}
