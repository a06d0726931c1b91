/** What to do while nothing is stored. */
export function Welcome() {
  return (
    <section className="card welcome" aria-labelledby="welcome-title">
      <h2 id="welcome-title">Nothing is stored yet</h2>
      <p>Numbers and charts appear here by themselves as soon as there are items. There are three ways to get some:</p>
      <ul>
        <li>
          <strong>Wait for the first cycle,</strong> or start one with “Collect now” above. The status says how it went, and what to do when a source refuses.
        </li>
        <li>
          <strong>Read a file:</strong> <code>voxpop import FILE</code> takes dumps of Reddit (NDJSON, .zst) and saved listings.
        </li>
        <li>
          <strong>Look around first:</strong> <code>voxpop demo</code> runs everything on a simulated Reddit.
        </li>
      </ul>
    </section>
  );
}
