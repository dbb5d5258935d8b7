/* What the load generator is held against, with nothing in it but epoll.
 *
 *   gcc -O2 -o peer peer.c
 *   ./peer PORT STREAMS REQUESTS TOKENS   a closed-loop client, the floor: it counts events by their "data:"
 *                                         and answers by their end, keeps no times, and prints the token
 *                                         events it saw, its processor seconds, and the seconds it took
 *   ./peer serve TOKENS                   a server that answers every request at once with one write, so
 *                                         that the client is the limit; prints its port */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { BUFFER = 65536, READY = 256, TAIL = 5 };
static const char END[] = "0\r\n\r\n";

struct stream {
  int socket;
  int matched;   /* how much of "data: {" has been seen */
  int ending;    /* how much of END has been seen, from a line's start */
  char before;   /* the byte before */
};

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

static void die(const char *what) {
  perror(what);
  exit(1);
}

/* Events of the read; whether the answer has ended goes to *ended. */
static long scan(struct stream *s, const char *bytes, ssize_t length, int *ended) {
  static const char event[] = "data: {";
  long events = 0;
  for (ssize_t i = 0; i < length; i++) {
    char c = bytes[i];
    s->matched = c == event[s->matched] ? s->matched + 1 : c == event[0];
    if (s->matched == (int)sizeof event - 1) {
      events++;
      s->matched = 0;
    }
    if (s->ending > 0 && c == END[s->ending]) {
      s->ending++;
    } else {
      s->ending = c == END[0] && s->before == '\n';
    }
    s->before = c;
    if (s->ending == TAIL) {
      *ended = 1;
      s->ending = 0;
    }
  }
  return events;
}

static int chunk(char *to, const char *data) {
  return sprintf(to, "%zx\r\ndata: %s\n\n\r\n", strlen(data) + 8, data);
}

/* A request fits into one read here, and ends the read. */
static void serve(int tokens) {
  static char answer[BUFFER], buffer[BUFFER];
  int length = sprintf(answer, "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n"
                               "transfer-encoding: chunked\r\n\r\n");
  for (int i = 1; i <= tokens; i++) {
    char event[512];
    snprintf(event, sizeof event,
             "{\"id\":\"cmpl-0\",\"object\":\"text_completion\",\"created\":1790000000,\"model\":\"m\","
             "\"choices\":[{\"index\":0,\"text\":\" w%d\",\"logprobs\":null,\"finish_reason\":%s,"
             "\"stop_reason\":null}]}",
             i, i == tokens ? "\"length\"" : "null");
    length += chunk(answer + length, event);
  }
  length += chunk(answer + length, "[DONE]");
  length += sprintf(answer + length, "%s", END);
  int listening = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in here = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof here;
  if (bind(listening, (struct sockaddr *)&here, size) < 0 || listen(listening, 1024) < 0) die("listen");
  getsockname(listening, (struct sockaddr *)&here, &size);
  printf("peer on http://127.0.0.1:%d\n", ntohs(here.sin_port));
  fflush(stdout);
  int epoll = epoll_create1(0);
  struct epoll_event interest = {.events = EPOLLIN, .data.fd = listening}, ready[READY];
  epoll_ctl(epoll, EPOLL_CTL_ADD, listening, &interest);
  for (;;) {
    int count = epoll_wait(epoll, ready, READY, -1);
    for (int i = 0; i < count; i++) {
      int one = 1, from = ready[i].data.fd;
      if (from == listening) {
        struct epoll_event fresh = {.events = EPOLLIN, .data.fd = accept(listening, NULL, NULL)};
        setsockopt(fresh.data.fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        epoll_ctl(epoll, EPOLL_CTL_ADD, fresh.data.fd, &fresh);
      } else if (recv(from, buffer, BUFFER, 0) <= 0 || send(from, answer, length, MSG_NOSIGNAL) < 0) {
        close(from);
      }
    }
  }
}

int main(int argc, char **argv) {
  if (argc == 3 && strcmp(argv[1], "serve") == 0) {
    serve(atoi(argv[2]));
  }
  if (argc != 5) {
    fprintf(stderr, "usage: peer PORT STREAMS REQUESTS TOKENS | peer serve TOKENS\n");
    return 2;
  }
  int streams = atoi(argv[2]);
  long requests = atol(argv[3]), sent = 0, done = 0, events = 0;
  char body[256], request[512];
  snprintf(body, sizeof body,
           "{\"model\":\"m\",\"prompt\":\"the of and\",\"stream\":true,\"max_tokens\":%s,\"ignore_eos\":true}",
           argv[4]);
  int length = snprintf(request, sizeof request,
                        "POST /v1/completions HTTP/1.1\r\nHost: localhost\r\n"
                        "Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
                        strlen(body), body);
  int epoll = epoll_create1(0);
  struct stream *all = calloc(streams, sizeof *all);
  struct sockaddr_in server = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[1]))};
  inet_pton(AF_INET, "127.0.0.1", &server.sin_addr);
  for (int i = 0; i < streams; i++) {
    int one = 1;
    all[i].socket = socket(AF_INET, SOCK_STREAM, 0);
    if (all[i].socket < 0 || connect(all[i].socket, (struct sockaddr *)&server, sizeof server) < 0) {
      die("connect");
    }
    setsockopt(all[i].socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    struct epoll_event interest = {.events = EPOLLIN, .data.ptr = &all[i]};
    epoll_ctl(epoll, EPOLL_CTL_ADD, all[i].socket, &interest);
  }
  double start = now();
  for (int i = 0; i < streams && sent < requests; i++, sent++) {
    if (send(all[i].socket, request, length, MSG_NOSIGNAL) != length) die("send");
  }
  static char buffer[BUFFER];
  struct epoll_event ready[READY];
  while (done < requests) {
    int count = epoll_wait(epoll, ready, READY, 10000);
    if (count == 0) {
      fprintf(stderr, "silence: %ld of %ld done\n", done, requests);
      return 1;
    }
    for (int i = 0; i < count; i++) {
      struct stream *s = ready[i].data.ptr;
      ssize_t got = recv(s->socket, buffer, BUFFER, MSG_DONTWAIT);
      if (got < 0 && errno == EAGAIN) continue;
      if (got <= 0) die("recv");
      int ended = 0;
      events += scan(s, buffer, got, &ended);
      if (ended) {
        done++;
        if (sent < requests) {
          sent++;
          if (send(s->socket, request, length, MSG_NOSIGNAL) != length) die("send");
        }
      }
    }
  }
  double seconds = now() - start;
  struct rusage use;
  getrusage(RUSAGE_SELF, &use);
  double cpu = use.ru_utime.tv_sec + use.ru_stime.tv_sec + (use.ru_utime.tv_usec + use.ru_stime.tv_usec) / 1e6;
  printf("%ld %.6f %.6f\n", events, cpu, seconds);
  return 0;
}
