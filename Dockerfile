# pidlab with real inits to compare, ready for a class.
#
#   docker build -t pidlab .
#   docker run --rm -it --cap-add SYS_ADMIN pidlab run zombie --init sleep
#
# README.md says which flags are needed and why. scripts/docker-test builds and runs this file.

FROM rust:1.95.0-slim-bookworm AS build
WORKDIR /src
# .dockerignore names what comes along.
COPY . .
# `cargo install` knows where the binary is, whatever this machine's target is called.
RUN cargo install --locked --path . --root /out --target-dir /tmp/target \
 && rm -r /tmp/target

FROM debian:12.11-slim
LABEL org.opencontainers.image.title="pidlab" \
      org.opencontainers.image.description="A lab bench for PID 1: real PID namespaces, orphans, zombies and inits" \
      org.opencontainers.image.licenses="MIT OR Apache-2.0"

# The inits of labs/inits.toml and the shells and tools that labs type into. The upstream versions are
# pinned, the Debian revision is not: it differs between architectures.
RUN apt-get update \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
      bash=5.2.* \
      busybox-static=1:1.35.* \
      catatonit=0.1.7* \
      dumb-init=1.2.5* \
      procps=2:4.0.* \
      python3=3.11.* \
      supervisor=4.2.* \
      tini=0.19.* \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --create-home --uid 1000 --shell /bin/bash learner

COPY --from=build /out/bin/pidlab /usr/local/bin/pidlab

# Korean tree names and output need a UTF-8 locale; C.UTF-8 comes with libc.
ENV LANG=C.UTF-8
WORKDIR /home/learner

# PID 1 of this container is pidlab's own init, so that it, and not pidlab, adopts the orphans of the labs.
# Without a command pidlab says where to start.
ENTRYPOINT ["pidlab", "init", "--", "pidlab"]
