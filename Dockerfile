# The page on the CPU: docker build -t sentimotion . && docker run --rm -p 127.0.0.1:7860:7860 sentimotion
FROM python:3.11-slim

# The desk for annotators on PostgreSQL needs sentimotion/review/requirements-postgres.txt (compose.yaml).
ARG REQUIREMENTS=requirements.txt

RUN useradd --create-home --uid 1000 sentimotion
WORKDIR /app

# Before the code, so that a change of the code installs nothing again. The CPU build of PyTorch is some gigabytes
# smaller than the one of the other index.
COPY requirements.txt ./
COPY sentimotion/review/requirements.txt sentimotion/review/requirements-postgres.txt sentimotion/review/
RUN pip install --no-cache-dir torch==2.13.0 --index-url https://download.pytorch.org/whl/cpu \
    && pip install --no-cache-dir --only-binary :all: -r "$REQUIREMENTS"

COPY . .
RUN python -m compileall -q explain sentimotion

# sentimotion, as a number that Kubernetes can check.
USER 1000
ENV GRADIO_SERVER_NAME=0.0.0.0 GRADIO_SERVER_PORT=7860
EXPOSE 7860
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:7860/healthz', timeout=4)"]
CMD ["python", "app.py"]
