# The official image of Odoo with our addons and what they need.
FROM odoo:19.0

USER root
# Without a Chinese font the printed papers show boxes.
RUN apt-get update \
    && apt-get install -y --no-install-recommends fonts-noto-cjk \
    && rm -rf /var/lib/apt/lists/*

COPY requirements-addons.txt /tmp/
RUN pip3 install --no-cache-dir --no-deps --break-system-packages \
        -r /tmp/requirements-addons.txt \
    && rm /tmp/requirements-addons.txt

COPY config/odoo.conf /etc/odoo/odoo.conf
COPY config/install.sh /usr/local/bin/bianmin-install
COPY addons /mnt/extra-addons

USER odoo
