import type { ClientMessage, Course, ServerMessage } from '../protocol.ts';
import { createPage, type Page } from './page.ts';
import { receive } from './receive.ts';

export function connectPage(course: Course): { readonly page: Page; readonly open: (terminal: HTMLElement) => void } {
  let socket: WebSocket | undefined;
  const send = (message: ClientMessage) => {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
  };
  const page = createPage(course, send);
  const open = () => {
    socket = new WebSocket('/socket');
    socket.addEventListener('open', () => {
      send({ type: 'hello' });
    });
    socket.addEventListener('message', (event) => {
      if (typeof event.data === 'string') receive(page, JSON.parse(event.data) as ServerMessage);
    });
    socket.addEventListener('close', () => {
      page.connection.value = 'lost';
      setTimeout(open, 500);
    });
  };
  return { page, open };
}
