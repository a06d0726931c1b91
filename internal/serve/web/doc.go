// Package web serves the dashboard, which is built from ui/ and embedded here, and beside it
// the HTTP API on the same origin, so that the browser needs neither CORS nor a second port.
//
// Files under /assets/ carry a hash of their content in their names and may be kept for ever;
// everything else is checked by ETag on each use. Each file is compressed once, when it is
// first asked for. The pages run under a content security policy without any inline script or
// style. A program built without the dashboard answers with a page that says how to build it.
package web
