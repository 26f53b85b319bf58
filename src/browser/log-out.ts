/** Ends this browser's session, and shows the page of who is not logged in. */
export async function logOut(): Promise<void> {
  await fetch('/logout', { method: 'POST' });
  location.reload();
}
