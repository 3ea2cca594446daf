// Runs before the first paint, so that the page does not flash in the other theme.
{
  let chosen = null
  try {
    chosen = localStorage.getItem('holdfast.theme')
  } catch {
    // Without storage the system's theme holds.
  }
  const dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.dataset.theme = dark ? 'dark' : 'light'
}
